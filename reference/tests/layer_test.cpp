// Shapes and layers that cannot be computed are refused with a reason that names the culprit.
#include "reference/conv/layer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>

#include "reference/tests/draw.h"
#include "reference/tests/parameters.h"
#include "reference/tests/random_layer.h"

namespace halflsb {
namespace {

std::string why(const ConvShape& shape) {
  const auto valid = validated(shape);
  return valid ? "" : valid.error().message;
}

TEST(Validated, NamesTheSizeThatIsWrong) {
  const struct {
    std::int64_t ConvShape::*size;
    const char* name;
    std::int64_t least;
  } sizes[] = {{&ConvShape::batch, "batch", 1},
               {&ConvShape::in_height, "input height", 1},
               {&ConvShape::in_channels, "input channels", 1},
               {&ConvShape::out_channels, "output channels", 1},
               {&ConvShape::kernel_width, "kernel width", 1},
               {&ConvShape::stride_height, "stride height", 1},
               {&ConvShape::dilation_width, "dilation width", 1},
               {&ConvShape::pad_top, "pad top", 0},
               {&ConvShape::pad_right, "pad right", 0},
               {&ConvShape::groups, "groups", 1}};
  for (const auto& [size, name, least] : sizes) {
    for (const std::int64_t value :
         {least - 1, std::int64_t{INT64_MIN}, std::int64_t{INT64_MAX}, kMaxTensorElements + 1}) {
      ConvShape shape;
      shape.*size = value;
      EXPECT_TRUE(why(shape).starts_with(name)) << name << " = " << value << ": " << why(shape);
    }
  }
}

TEST(Validated, GroupsDivideBothChannelCounts) {
  ConvShape shape;
  shape.groups = 2;
  shape.in_channels = 4;
  shape.out_channels = 3;
  EXPECT_TRUE(why(shape).starts_with("groups is 2"));
  shape.out_channels = 6;
  EXPECT_EQ(why(shape), "");
  shape.in_channels = 5;
  EXPECT_TRUE(why(shape).starts_with("groups is 2"));
}

TEST(Validated, TheDilatedKernelMustFit) {
  ConvShape shape;
  shape.in_height = 4;
  shape.kernel_height = 3;
  shape.dilation_height = 2;
  EXPECT_NE(why(shape), "");  // needs 5 rows
  shape.pad_bottom = 1;
  EXPECT_EQ(why(shape), "");
  EXPECT_EQ(shape.out_height(), 1);
}

TEST(Validated, PaddingAloneCannotInflateTheOutput) {
  ConvShape shape;
  shape.pad_right = kMaxOutputElements - 1;
  EXPECT_EQ(why(shape), "");
  EXPECT_EQ(shape.output_size(), kMaxOutputElements);
  shape.pad_left = 1;
  EXPECT_NE(why(shape), "");
}

// Sizes whose products leave int64 many times over; the sanitizer watches.
TEST(LemmaC4, HugeTensorsAreRefusedWithoutOverflow) {
  constexpr std::int64_t kMost = kMaxTensorElements;
  ConvShape all;
  all.batch = all.in_height = all.in_width = all.in_channels = all.out_channels = all.pad_top = all.pad_left =
      all.pad_right = kMost;
  EXPECT_NE(why(all), "");
  ConvShape padded;
  padded.pad_top = padded.pad_bottom = padded.pad_left = padded.pad_right = kMost;
  EXPECT_NE(why(padded), "");
  ConvShape dilated;
  dilated.kernel_height = dilated.dilation_height = kMost;
  EXPECT_NE(why(dilated), "");
  ConvShape largest;
  largest.in_channels = kMost;
  EXPECT_EQ(why(largest), "");
  largest.batch = 2;
  EXPECT_NE(why(largest), "");
}

TEST(RandomShapes, AllSizesAreCounted) {
  Draw draw{rc::Random(9)};
  for (int i = 0; i < 500; ++i) {
    const ConvShape s = random_shape(draw);
    std::int64_t rows = 0;
    for (std::int64_t y = -s.pad_top; y + (s.kernel_height - 1) * s.dilation_height < s.in_height + s.pad_bottom;
         y += s.stride_height)
      ++rows;
    EXPECT_EQ(s.out_height(), rows);
    EXPECT_EQ(s.multiplications(),
              s.batch * rows * s.out_width() * s.out_channels * s.kernel_height * s.kernel_width * s.group_channels());
  }
}

// A valid layer of two channels with everything in it.
ConvLayer full_layer() {
  ConvLayer layer;
  layer.shape.in_channels = 3;
  layer.shape.out_channels = 2;
  layer.input = {1, 2, 3};
  layer.filter = {1, 2, 3, 4, 5, 6};
  layer.filter_zero_point = {0, 1};
  layer.requantization.parameters = {glow_parameters(0, 1, 0), glow_parameters(0, 2, 0)};
  layer.requantization.factor = {1, 2};
  layer.bias = Bias{ElementType::i32, 0, {glow_parameters(0, pow2(63), 0)}, {5, 6}};
  return layer;
}

TEST(Invalid, NamesTheFieldThatIsWrong) {
  ASSERT_FALSE(invalid(full_layer()).has_value()) << invalid(full_layer())->message;
  const struct {
    const char* name;
    std::function<void(ConvLayer&)> damage;
  } cases[] = {
      {"batch", [](ConvLayer& l) { l.shape.batch = 0; }},
      {"in_type", [](ConvLayer& l) { l.input_type = ElementType::i16; }},
      {"filter_type", [](ConvLayer& l) { l.filter_type = ElementType::i32; }},
      {"the scheme's parameters", [](ConvLayer& l) { l.requantization.parameters.clear(); }},
      {"the scheme's parameters",
       [](ConvLayer& l) { l.requantization.parameters.push_back(glow_parameters(0, 1, 0)); }},
      {"factor",
       [](ConvLayer& l) {
         l.requantization.factor = {1, 2, 3};
       }},
      {"filter_zp",
       [](ConvLayer& l) {
         l.filter_zero_point = {0, 0, 0};
       }},
      {"filter_zp", [](ConvLayer& l) { l.filter_zero_point = {}; }},
      {"filter_zp[1]", [](ConvLayer& l) { l.filter_zero_point[1] = 128; }},
      {"in_zp[0]", [](ConvLayer& l) { l.input_zero_point = -129; }},
      {"zero_point[0]", [](ConvLayer& l) { l.requantization.zero_point = 2147483648LL; }},
      {"output is empty",
       [](ConvLayer& l) {
         l.requantization.output = {1, 0};
       }},
      {"output[1]",
       [](ConvLayer& l) {
         l.requantization.output = {0, 2147483648LL};
       }},
      {"clip is empty",
       [](ConvLayer& l) {
         l.activation = {Activation::Kind::clip, {6, 0}, {}};
       }},
      {"in_data has 2 values (expected 3)", [](ConvLayer& l) { l.input.pop_back(); }},
      {"filter_data", [](ConvLayer& l) { l.filter.push_back(0); }},
      {"in_data[2] is 128", [](ConvLayer& l) { l.input[2] = 128; }},
      {"filter_data[0]", [](ConvLayer& l) { l.filter[0] = -129; }},
      {"bias_type", [](ConvLayer& l) { l.bias->type = ElementType::u8; }},
      {"bias_data", [](ConvLayer& l) { l.bias->data = {1}; }},
      {"bias_data[1]", [](ConvLayer& l) { l.bias->type = ElementType::i8, l.bias->data[1] = 128; }},
      {"bias_zp[0]", [](ConvLayer& l) { l.bias->zero_point = -2147483649LL; }},
      {"bias_scale", [](ConvLayer& l) { l.bias->rescale.resize(3, l.bias->rescale[0]); }},
      {"bias_scale is above 2^63", [](ConvLayer& l) { l.bias->rescale = {glow_parameters(0, pow2(63) + 1, 0)}; }},
  };
  for (const auto& [name, damage] : cases) {
    ConvLayer layer = full_layer();
    damage(layer);
    const auto error = invalid(layer);
    ASSERT_TRUE(error.has_value()) << name;
    EXPECT_TRUE(error->message.starts_with(name)) << "'" << error->message << "' does not start with " << name;
  }
}

RC_GTEST_PROP(Invalid, AcceptsEveryRandomLayer, ()) {
  Draw draw{rc::Random(*a_seed())};
  RC_ASSERT(!invalid(random_layer(draw)).has_value());
}

}  // namespace
}  // namespace halflsb
