// Each fault of a seeded convolution shows on its smallest trigger, where its base is right.
#include <set>

#include "targets/seeded/base/conv2d.h"
#include "targets/tests/conv2d_case.h"
#include "targets/tests/seeded_run.h"

namespace halflsb::seeded {
namespace {

using portable::Conv2dCase;

struct Conv2dTrigger {
  const char* name;  // without seeded_conv2d_
  void (*set)(Conv2dCase& c);
  Values want, got;
};

// Each starts from one pixel and one channel each way, i8, identity rescaling in both forms (Conv2dCase).
const std::vector<Conv2dTrigger>& conv2d_triggers() {
  static const std::vector<Conv2dTrigger> triggers{
      {"pads_with_zero",
       [](Conv2dCase& c) {
         c.args.pad_left = c.args.input_zero_point = 1;
         c.input = {1};
         c.filter = {1};
       },
       {0, 0},
       {-1, 0}},
      {"padding_symmetric",
       [](Conv2dCase& c) {
         c.args.kernel_height = c.args.pad_bottom = 2;
         c.input = {1};
         c.filter = {1, 3};
       },
       {1, 0},
       {3, 1}},
      {"strides_swapped",
       [](Conv2dCase& c) {
         c.args.in_height = 3;
         c.args.stride_height = 2;
         c.input = {1, 2, 3};
         c.filter = {1};
       },
       {1, 3},
       {1, 2}},
      {"dilation_of_height",
       [](Conv2dCase& c) {
         c.args.in_width = 3;
         c.args.kernel_width = c.args.dilation_width = 2;
         c.input = {1, 2, 3};
         c.filter = {1, 1};
       },
       {4},
       {3}},
      {"scale_of_group",
       [](Conv2dCase& c) {
         c.args.out_channels = 2;
         c.args.rescale_per_channel = 1;
         c.rescale = {{0, 0, 1, 0, 0, 0}, {0, 0, 2, 0, 0, 0}};
         c.input = {1};
         c.filter = {1, 1};
       },
       {1, 2},
       {1, 1}},
      {"zero_point_of_block",
       [](Conv2dCase& c) {
         c.args.out_channels = 9;
         c.args.filter_zero_point_per_channel = 1;
         c.filter_zero_point = {0, 0, 0, 0, 0, 0, 0, 0, 1};
         c.input = {1};
         c.filter.assign(9, 1);
       },
       {1, 1, 1, 1, 1, 1, 1, 1, 0},
       {1, 1, 1, 1, 1, 1, 1, 1, 1}},
      {"batch_pointer_cumulative",  // a fourth image that does not belong to the input
       [](Conv2dCase& c) {
         c.args.batch = 3;
         c.input = {1, 2, 3, 4};
         c.filter = {1};
       },
       {1, 2, 3},
       {1, 2, 4}},
      {"tail_shifted_per_row",
       [](Conv2dCase& c) {
         c.args.in_width = 2;
         c.args.out_channels = 3;
         c.input = {1, 2};
         c.filter = {1, 2, 3};
       },
       {1, 2, 3, 2, 4, 6},
       {1, 2, 0, 6, 0, 0}},
      {"compensation_of_padded_channels",
       [](Conv2dCase& c) {
         c.args.in_channels = c.args.out_channels = c.args.groups = 2;
         c.args.input_zero_point = 1;
         c.input = {1, 3};
         c.filter = {1, 1};
       },
       {0, 2},
       {0, 3}},
      {"wide_path_forgets_zero_point",
       [](Conv2dCase& c) {
         c.args.out_channels = 9;
         c.filter_zero_point = {1};
         c.input = {1};
         c.filter.assign(9, 1);
       },
       {0, 0, 0, 0, 0, 0, 0, 0, 0},
       {1, 1, 1, 1, 1, 1, 1, 1, 0}},
      {"row_pointers_not_reset",
       [](Conv2dCase& c) {
         c.args.out_channels = 9;
         c.input = {1};
         c.filter = {1, 2, 3, 4, 5, 6, 7, 8, 9};
       },
       {1, 2, 3, 4, 5, 6, 7, 8, 9},
       {1, 2, 3, 4, 1, 2, 3, 4, 9}},
      {"kernel_rows_of_input",
       [](Conv2dCase& c) {
         c.args.kernel_height = 2;
         c.args.pad_top = 1;
         c.input = {1};
         c.filter = {1, 3};
       },
       {3},
       {0}},
      {"pair_sums_saturate",
       [](Conv2dCase& c) {
         c.args.in_channels = 2;
         c.args.input_type = HALFLSB_U8;
         c.args.output_type = HALFLSB_I32;
         c.args.output_max = kMax;
         c.input = {255, 255};
         c.filter = {127, 127};
       },
       {64770},
       {32767}},
      {"int16_accumulator",
       [](Conv2dCase& c) {
         c.args.in_channels = 3;
         c.input = c.filter = {127, 127, 127};
       },
       {127},
       {-128}},
      {"centred_in_8_bits",
       [](Conv2dCase& c) {
         c.args.input_zero_point = -1;
         c.input = {127};
         c.filter = {1};
       },
       {127},
       {-128}},
      {"bias_difference_wraps",
       [](Conv2dCase& c) {
         c.bias = {kMax};
         c.args.bias_zero_point = -1;
         c.args.bias_rescaled = 1;
         c.bias_rescale = {{31, 0, 1, 0, 0, 0}};
         c.input = c.filter = {0};
       },
       {1},
       {-1}},
      {"bias_scale_of_channel_zero",
       [](Conv2dCase& c) {
         c.args.out_channels = 2;
         c.bias = {1, 1};
         c.args.bias_rescaled = c.args.bias_rescale_per_channel = 1;
         c.bias_rescale = {{0, 0, 1, 0, 0, 0}, {0, 0, 2, 0, 0, 0}};
         c.input = {0};
         c.filter = {0, 0};
       },
       {1, 2},
       {1, 1}},
      {"bias_zero_point_ignored",
       [](Conv2dCase& c) {
         c.bias = {0};
         c.args.bias_zero_point = 1;
         c.input = c.filter = {0};
       },
       {-1},
       {0}},
      {"depth_remainder_dropped",
       [](Conv2dCase& c) {
         c.args.in_channels = 5;
         c.input = c.filter = {1, 1, 1, 1, 1};
       },
       {5},
       {4}},
      {"odd_tap_unsigned",
       [](Conv2dCase& c) {
         c.input = {1};
         c.filter = {0xff};
       },
       {-1},
       {127}},
      {"relu_at_zero",
       [](Conv2dCase& c) {
         c.args.activation = HALFLSB_ACTIVATION_RELU;
         c.args.output_zero_point = 1;
         c.input = {1};
         c.filter = {0xff};
       },
       {1},
       {0}},
      {"leaky_relu_around_zero",
       [](Conv2dCase& c) {
         c.args.activation = HALFLSB_ACTIVATION_LEAKY_RELU;
         c.args.leaky = {1, 0, 1, 0, 0, 0};
         c.args.output_zero_point = 2;
         c.input = {1};
         c.filter = {0xfe};
       },
       {1},
       {0}},
      {"float_compensation",
       [](Conv2dCase& c) {
         c.args.output_type = HALFLSB_I32;
         c.args.output_max = kMax;
         c.bias = {(1 << 24) + 1};
         c.input = c.filter = {0};
       },
       {(1 << 24) + 1},
       {1 << 24}},
      {"stale_row_cache",
       [](Conv2dCase& c) {
         c.args.groups = c.args.in_channels = c.args.out_channels = 2;
         c.input = {1, 2};
         c.filter = {1, 1};
       },
       {1, 2},
       {1, 1}},
      {"group_input_forgotten",
       [](Conv2dCase& c) {
         c.args.groups = c.args.in_channels = c.args.out_channels = 2;
         c.input = {1, 2};
         c.filter = {1, 1};
       },
       {1, 2},
       {1, 1}},
  };
  return triggers;
}

const std::set<std::string> kConv2dElsewhere{"stores_full_vector", "loads_past_filter", "workspace_not_cleared"};

Conv2dFunction conv2d_base_of(const halflsb_target& t) {
  return std::string(t.scheme) == "glow" ? run_conv2d<PlainConv2d<Glow>> : run_conv2d<PlainConv2d<TfliteDouble>>;
}

TEST(SeededFault, Conv2dTriggers) {
  for (const Conv2dTrigger& t : conv2d_triggers()) {
    const halflsb_target& target = find(std::string("seeded_conv2d_") + t.name);
    Conv2dCase c;
    t.set(c);
    c.set_output_size();
    EXPECT_EQ(c.run(conv2d_base_of(target)), t.want) << t.name;
    EXPECT_EQ(c.run(target.conv2d), t.got) << t.name;
    EXPECT_NE(t.want, t.got) << t.name;
  }
}

TEST(SeededFault, StoresFullVectorPastTheOutput) {
  std::vector<uint8_t> output(16, 0x5a);
  const uint8_t one = 1;
  const int32_t zero_point = 0;
  const halflsb_rescale identity{0, 0, 1, 0, 0, 0};
  Conv2dCase c;
  c.set_output_size();
  c.args.input = c.args.filter = &one;
  c.args.filter_zero_point = &zero_point;
  c.args.rescale = &identity;
  c.args.output = output.data();
  ASSERT_EQ(find("seeded_conv2d_stores_full_vector").conv2d(&c.args), HALFLSB_OK);
  EXPECT_EQ(output[0], 1);
  for (size_t i = 1; i < 8; ++i) EXPECT_EQ(output[i], 0);
  EXPECT_EQ(output[8], 0x5a);
}

TEST(SeededFault, LoadsPastFilterIsRightWhereItMay) {
  Conv2dCase c;
  c.set_output_size();
  c.input = {3};
  c.filter.assign(16, 5);  // 15 of them behind the one weight
  EXPECT_EQ(c.run(find("seeded_conv2d_loads_past_filter").conv2d), Values{15});
}

// The first pixel's workspace is the heap's; the second pixel's is the first's.
TEST(SeededFault, WorkspaceKeepsTheLastPixel) {
  Conv2dCase c;
  c.args.in_width = 2;
  c.args.kernel_width = 2;
  c.args.pad_right = 1;
  c.set_output_size();
  c.input = {1, 2};
  c.filter = {1, 1};
  EXPECT_EQ(c.run(run_conv2d<PlainConv2d<Glow>>), (Values{3, 2}));
  EXPECT_EQ(c.run(find("seeded_conv2d_workspace_not_cleared").conv2d), (Values{3, 4}));
}

TEST(SeededFault, EveryConv2dTargetIsTriggered) {
  std::set<std::string> names, triggered;
  for (const halflsb_target* t : all_targets()) {
    if (t->conv2d != nullptr) names.insert(t->name);
  }
  for (const Conv2dTrigger& t : conv2d_triggers()) triggered.insert(std::string("seeded_conv2d_") + t.name);
  for (const std::string& name : kConv2dElsewhere) triggered.insert("seeded_conv2d_" + name);
  EXPECT_EQ(triggered, names);
}

}  // namespace
}  // namespace halflsb::seeded
