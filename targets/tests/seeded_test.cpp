// The seeded targets: their bases agree with the portable kernels, and each fault shows on its smallest trigger.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "targets/portable/domains.h"
#include "targets/portable/kernels.h"
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/registry.h"
#include "targets/tests/conv2d_case.h"
#include "targets/tests/random_conv2d.h"

namespace halflsb::seeded {
namespace {

using portable::Conv2dCase;
using Values = std::vector<int32_t>;

std::vector<const halflsb_target*> all_targets() {
  size_t count = 0;
  const halflsb_target* const* targets = seeded_targets(&count);
  return {targets, targets + count};
}

const halflsb_target& find(const std::string& name) {
  for (const halflsb_target* t : all_targets()) {
    if (name == t->name) return *t;
  }
  ADD_FAILURE() << "no target " << name;
  return *all_targets()[0];
}

bool same(const halflsb_range& a, const halflsb_range& b) { return a.min == b.min && a.max == b.max; }

bool same(const halflsb_domain& a, const halflsb_domain& b) {
  return same(a.pre, b.pre) && same(a.post, b.post) && same(a.scale, b.scale) && same(a.multiplier, b.multiplier) &&
         same(a.shift, b.shift) && same(a.zero_point, b.zero_point) && a.output_types == b.output_types &&
         a.input_types == b.input_types && a.bias_types == b.bias_types && a.activations == b.activations &&
         same(a.in_channels, b.in_channels) && same(a.out_channels, b.out_channels) && same(a.kernel, b.kernel) &&
         same(a.stride, b.stride) && same(a.dilation, b.dilation) && same(a.pad, b.pad) && same(a.groups, b.groups) &&
         a.per_channel == b.per_channel && a.filter_zero_point == b.filter_zero_point &&
         a.bias_rescaled == b.bias_rescaled;
}

TEST(SeededRegistry, IsWellFormed) {
  std::set<std::string> names;
  for (const halflsb_target* t : all_targets()) {
    const std::string name = t->name;
    EXPECT_EQ(t->struct_size, sizeof *t);
    EXPECT_EQ(t->domain.struct_size, sizeof t->domain);
    EXPECT_EQ(t->abi_version, HALFLSB_ABI_VERSION);
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_."), std::string::npos) << name;
    EXPECT_EQ(name.rfind("seeded_" + std::string(t->kind) + "_", 0), 0u) << name;
    EXPECT_NE(t->scheme != nullptr, t->tolerance != nullptr) << name;
    ASSERT_NE(t->defect, nullptr) << name;
    EXPECT_EQ(std::string(t->defect).find('\n'), std::string::npos) << name;
    EXPECT_NE(*t->defect, '\0') << name;
    EXPECT_EQ(std::string(t->kind) == "requantize", t->requantize != nullptr) << name;
    EXPECT_EQ(std::string(t->kind) == "conv2d", t->conv2d != nullptr) << name;
  }
  EXPECT_GE(names.size(), 36u);
}

// Tests run in the repo root.
TEST(SeededRegistry, HoldsEveryFile) {
  std::set<std::string> files, names;
  for (const auto& entry : std::filesystem::directory_iterator("targets/seeded")) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".cpp" && path.stem() != "registry") files.insert("seeded_" + path.stem().string());
  }
  for (const halflsb_target* t : all_targets()) names.insert(t->name);
  EXPECT_EQ(files, names);
}

TEST(SeededBase, DomainsAreThoseOfThePortableTargets) {
  EXPECT_TRUE(same(glow_domain(), portable::requantize_glow_domain()));
  EXPECT_TRUE(same(q31_domain(), portable::requantize_q31_domain()));
  EXPECT_TRUE(same(conv2d_glow_domain(false), portable::conv2d_glow_domain(false)));
  EXPECT_TRUE(same(conv2d_glow_domain(true), portable::conv2d_glow_domain(true)));
  EXPECT_TRUE(same(conv2d_q31_domain(), portable::conv2d_q31_domain()));
}

struct Output {
  int32_t type, min, max, zero_point;
};

constexpr Output kI8{HALFLSB_I8, -128, 127, 0};
constexpr Output kI32{HALFLSB_I32, kMin, kMax, 0};

halflsb_rescale glow(int32_t pre, int32_t scale, int32_t post) { return {pre, post, scale, 0, 0, 0}; }
halflsb_rescale q31(int32_t multiplier, int32_t shift) { return {0, 0, 0, multiplier, shift, 0}; }
halflsb_rescale ideal(double factor) { return {0, 0, 0, 0, 0, factor}; }

// Accumulators and outputs lie in the middle of larger buffers, 64 elements to either side: an access that goes a few
// elements too far is defined here, and `stray` says whether one changed something.
struct RequantizeRun {
  Values output;
  bool stray = false;
};

RequantizeRun run(RequantizeFunction kernel, const Values& accumulators, const halflsb_rescale& rescale,
                  const Output& out) {
  constexpr size_t kMargin = 64;
  const size_t count = accumulators.size();
  const auto size = static_cast<size_t>(element_size(out.type));
  Values input(count + 2 * kMargin, 0);
  std::copy(accumulators.begin(), accumulators.end(), input.begin() + kMargin);
  std::vector<uint8_t> output((count + 2 * kMargin) * size, 0x5a);
  const halflsb_requantize_args args{
      sizeof args, count,  input.data() + kMargin, &output[kMargin * size], out.type, out.zero_point, out.min,
      out.max,     rescale};
  EXPECT_EQ(kernel(&args), HALFLSB_OK);
  RequantizeRun result;
  for (size_t i = 0; i < output.size() / size; ++i) {
    uint32_t bits = 0;
    for (size_t byte = 0; byte < size; ++byte) bits |= uint32_t{output[i * size + byte]} << (8 * byte);
    if (i >= kMargin && i < kMargin + count) {
      result.output.push_back(narrowed(static_cast<int32_t>(bits), out.type));
    } else if (bits != (0x5a5a5a5au >> (32 - 8 * size))) {
      result.stray = true;
    }
  }
  return result;
}

Values boundary_values() {
  Values values{0, 585, 7984, 123456789};
  for (int bit = 0; bit < 32; ++bit) {
    for (int64_t delta = -2; delta <= 2; ++delta) {
      values.push_back(wrap32((int64_t{1} << bit) + delta));
      values.push_back(wrap32(-(int64_t{1} << bit) + delta));
    }
  }
  return values;
}

constexpr Output kOutputs[] = {{HALFLSB_I8, -128, 127, -128},
                               {HALFLSB_U8, 3, 200, kMin},
                               {HALFLSB_I16, -32768, 32767, kMax},
                               {HALFLSB_I32, kMin, kMax, 0}};

void expect_equal(RequantizeFunction base, RequantizeFunction portable, const halflsb_rescale& r) {
  static const Values values = boundary_values();
  for (const Output& out : kOutputs) {
    ASSERT_EQ(run(base, values, r, out).output, run(portable, values, r, out).output)
        << r.pre << "/" << r.scale << "/" << r.post << " " << r.multiplier << "/" << r.shift << " type " << out.type;
  }
}

TEST(SeededBase, RequantizeGlowIsThePortableOne) {
  for (int32_t pre = 0; pre < 32; ++pre) {
    for (int32_t post = 0; post < 32; ++post) {
      for (const int32_t scale : {1, 2, 3, 420, 1 << 30, kMax}) {
        expect_equal(run_requantize<PlainRequantize<Glow>>, portable::requantize_glow_scalar, glow(pre, scale, post));
      }
    }
  }
}

TEST(SeededBase, RequantizeTfliteIsThePortableOne) {
  for (int32_t shift = -31; shift <= 30; ++shift) {
    for (const int32_t multiplier : {kMin, -1, 0, 1, 1 << 30, 1583594044, kMax}) {
      const halflsb_rescale r = q31(multiplier, shift);
      expect_equal(run_requantize<PlainRequantize<TfliteDouble>>, portable::requantize_tflite_double_scalar, r);
      expect_equal(run_requantize<PlainRequantize<TfliteSingle>>, portable::requantize_tflite_single_scalar, r);
    }
  }
}

// Factors of at most 24 bits: N * factor has 56 and is exact in long double.
TEST(SeededBase, RequantizeIdealIsWithinHalfAnLsb) {
  const Values values = boundary_values();
  for (const double mantissa : {1.0, -1.0, 0.75, 16777215.0, 0.011111111380159855}) {
    for (const int exponent : {-149, -60, -32, -31, -24, -8, -1, 0, 1, 20, 120}) {
      const double factor = std::ldexp(mantissa, exponent);
      const Values got = run(run_requantize<PlainRequantize<Ideal>>, values, ideal(factor), kI32).output;
      for (size_t i = 0; i < values.size(); ++i) {
        const long double real = std::clamp<long double>(values[i] * static_cast<long double>(factor), kMin, kMax);
        ASSERT_LE(std::abs(got[i] - real), 0.5L) << values[i] << " * " << factor;
      }
    }
  }
}

void expect_equal(Conv2dFunction base, Conv2dFunction portable, bool leaky, bool per_channel, uint32_t seed) {
  portable::RandomConv2d random(seed);
  for (int problem = 0; problem < 1500; ++problem) {
    Conv2dCase c = random.next(leaky, per_channel);
    const Values want = c.run(portable);
    ASSERT_EQ(static_cast<int64_t>(want.size()), c.output_count());
    ASSERT_EQ(c.run(base), want) << "problem " << problem;
  }
}

TEST(SeededBase, Conv2dIsThePortableOne) {
  expect_equal(run_conv2d<PlainConv2d<Glow>>, portable::conv2d_glow_scalar, true, false, 11);
  expect_equal(run_conv2d<PlainConv2d<Glow>>, portable::conv2d_glow_per_channel, true, true, 12);
  expect_equal(run_conv2d<PlainConv2d<TfliteDouble>>, portable::conv2d_tflite, false, true, 13);
}

struct RequantizeTrigger {
  const char* name;  // without seeded_requantize_
  halflsb_rescale rescale;
  Output output;
  Values accumulators, want, got;
};

const Values kCounting{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

const std::vector<RequantizeTrigger>& requantize_triggers() {
  constexpr int32_t kHalf = 1 << 30;
  static const std::vector<RequantizeTrigger> triggers{
      {"product_wraps", glow(0, 1, 1), kI32, {kMax}, {kHalf}, {-kHalf}},
      {"rounding_at_post_zero", glow(0, 1, 0), kI32, {0}, {0}, {kMin}},
      {"rounding_at_post_31", glow(0, 1, 31), kI32, {0}, {0}, {-1}},
      {"logical_post_shift", glow(0, 1, 1), kI8, {-2}, {-1}, {127}},
      {"pre_shift_truncates", glow(1, 1, 0), kI8, {-1}, {-1}, {0}},
      {"ties_away", glow(0, 1, 1), kI8, {-1}, {0}, {-1}},
      {"zero_point_first", glow(0, 2, 0), {HALFLSB_I8, -128, 127, 1}, {0}, {1}, {2}},
      {"cut_to_32_bits", glow(0, 2, 0), kI8, {kHalf}, {127}, {-128}},
      {"narrows_before_clamp", glow(0, 1, 0), kI8, {128}, {127}, {-128}},
      {"clamps_before_zero_point", glow(0, 1, 0), {HALFLSB_I8, -128, 127, 1}, {127}, {127}, {-128}},
      {"tail_rounds_to_even", glow(0, 1, 1), kI8, {1}, {1}, {0}},
      {"tail_rounds_to_even",
       glow(0, 1, 1),
       kI8,
       {1, 5, 1, 1, 1, 1, 1, 1, 1, 5, 3, -3},
       {1, 3, 1, 1, 1, 1, 1, 1, 1, 3, 2, -1},
       {1, 3, 1, 1, 1, 1, 1, 1, 0, 2, 2, -2}},
      {"lanes_out_of_order",
       glow(0, 1, 0),
       kI8,
       kCounting,
       kCounting,
       {0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15}},
      {"half_up_shift", q31(kHalf, -1), kI8, {-2}, {-1}, {0}},
      {"symmetric_nudge", q31(kHalf, 0), kI8, {-1}, {0}, {-1}},
      {"left_shift_wraps", q31(kHalf, 1), kI32, {kHalf}, {kHalf}, {-kHalf}},
      {"left_shift_as_right", q31(kHalf, 1), kI8, {1}, {1}, {0}},
      {"high_mul_unsaturated", q31(kMin, 0), kI32, {kMin}, {kMax}, {kMin}},
      {"rounds_twice", q31(kHalf, -1), kI8, {1}, {0}, {1}},
      {"float_product", ideal(0.011111111380159855), kI8, {585}, {7}, {6}},
      {"float_product", ideal(1), kI32, {(1 << 24) + 1}, {(1 << 24) + 1}, {1 << 24}},
      {"truncates", ideal(0.75), kI8, {1}, {1}, {0}},
  };
  return triggers;
}

RequantizeFunction base_of(const halflsb_target& t) {
  const std::string scheme = t.scheme ? t.scheme : "";
  if (scheme == "glow") return run_requantize<PlainRequantize<Glow>>;
  if (scheme == "tflite_double_rounding") return run_requantize<PlainRequantize<TfliteDouble>>;
  if (scheme == "tflite_single_rounding") return run_requantize<PlainRequantize<TfliteSingle>>;
  return run_requantize<PlainRequantize<Ideal>>;
}

TEST(SeededFault, RequantizeTriggers) {
  for (const RequantizeTrigger& t : requantize_triggers()) {
    const halflsb_target& target = find(std::string("seeded_requantize_") + t.name);
    EXPECT_EQ(run(base_of(target), t.accumulators, t.rescale, t.output).output, t.want) << t.name;
    const RequantizeRun faulty = run(target.requantize, t.accumulators, t.rescale, t.output);
    EXPECT_EQ(faulty.output, t.got) << t.name;
    EXPECT_FALSE(faulty.stray) << t.name;
  }
}

// Reads too far, or is right before it is wrong: not in the table above.
const std::set<std::string> kRequantizeElsewhere{"tail_before_start", "reads_past_end",     "writes_past_end",
                                                 "loop_bound_wraps",  "endless_bit_search", "second_call_stale"};

// What stays within its tensors is right with them; the first two then write outside. The others are only seen in
// guarded memory, or with a time limit.
TEST(SeededFault, RequantizeOutOfBounds) {
  for (const char* name : {"tail_before_start", "writes_past_end", "reads_past_end"}) {
    const RequantizeRun faulty =
        run(find(std::string("seeded_requantize_") + name).requantize, {7}, glow(0, 1, 0), kI8);
    EXPECT_EQ(faulty.output, Values{7}) << name;
    EXPECT_EQ(faulty.stray, std::string(name) != "reads_past_end") << name;
  }
  for (const char* name : {"tail_before_start", "writes_past_end", "reads_past_end", "loop_bound_wraps"}) {
    const RequantizeRun even =
        run(find(std::string("seeded_requantize_") + name).requantize, kCounting, glow(0, 1, 0), kI8);
    EXPECT_EQ(even.output, kCounting) << name;
    EXPECT_FALSE(even.stray) << name;
  }
}

TEST(SeededFault, EndlessBitSearchEndsUpTo2To30) {
  const RequantizeFunction kernel = find("seeded_requantize_endless_bit_search").requantize;
  for (const int32_t scale : {1, 420, 1 << 15, (1 << 15) + 1, 1 << 30}) {
    expect_equal(kernel, portable::requantize_glow_scalar, glow(1, scale, 15));
  }
}

TEST(SeededFault, SecondCallIsStale) {
  const RequantizeFunction kernel = find("seeded_requantize_second_call_stale").requantize;
  EXPECT_EQ(run(kernel, {1}, glow(0, 1, 0), kI8).output, Values{1});
  EXPECT_EQ(run(kernel, {1}, glow(0, 1, 0), kI8).output, Values{0});
}

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

TEST(SeededFault, EveryTargetIsTriggered) {
  std::set<std::string> names, triggered;
  for (const halflsb_target* t : all_targets()) names.insert(t->name);
  for (const RequantizeTrigger& t : requantize_triggers()) triggered.insert(std::string("seeded_requantize_") + t.name);
  for (const Conv2dTrigger& t : conv2d_triggers()) triggered.insert(std::string("seeded_conv2d_") + t.name);
  for (const std::string& name : kRequantizeElsewhere) triggered.insert("seeded_requantize_" + name);
  for (const std::string& name : kConv2dElsewhere) triggered.insert("seeded_conv2d_" + name);
  EXPECT_EQ(triggered, names);
}

}  // namespace
}  // namespace halflsb::seeded
