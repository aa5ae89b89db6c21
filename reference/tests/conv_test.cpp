// convolve() and trace_output() against the naive convolution, over random layers of every kind.
#include "reference/conv/conv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/tests/draw.h"
#include "reference/tests/naive_convolution.h"
#include "reference/tests/parameters.h"
#include "reference/tests/random_layer.h"

namespace halflsb {
namespace {

// Empty where they agree, else the first difference.
std::string difference(const ConvLayer& layer) {
  if (const auto error = invalid(layer)) return "invalid: " + error->message;
  const ConvResult got = convolve(layer);
  const NaiveAnswer want = naive_convolution(layer);
  if (got.accumulator.size() != want.accumulator.size() || got.output.size() != want.output.size())
    return "sizes differ";
  for (std::size_t i = 0; i < want.output.size(); ++i) {
    const std::string where = " at " + std::to_string(i);
    if (to_integer(got.accumulator[i]) != want.accumulator[i]) {
      return "accumulator" + where + " is " + to_text(to_integer(got.accumulator[i])) + ", want " +
             to_text(want.accumulator[i]);
    }
    if (got.output[i] != want.output[i]) {
      return "output" + where + " is " + std::to_string(got.output[i]) + ", want " + to_text(want.output[i]) + " (" +
             layer.requantization.parameters[0].scheme + " of " + to_text(want.accumulator[i]) + ")";
    }
  }
  return got.accumulators_fit == want.accumulators_fit ? "" : "accumulators_fit differs";
}

TEST(LemmaC2, FixedSeedLayers) {
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    Draw draw{rc::Random(seed)};
    ASSERT_EQ(difference(random_layer(draw)), "") << "seed " << seed;
  }
}

RC_GTEST_PROP(Convolve, EqualsTheNaiveConvolution, ()) {
  Draw draw{rc::Random(*a_seed())};
  RC_ASSERT(difference(random_layer(draw)) == "");
}

// One axis, every small relation between input, kernel, stride, dilation and both pads.
TEST(LemmaC2, EverySmallAxis) {
  Draw draw{rc::Random(7)};
  for (int code = 0; code < 4 * 4 * 3 * 3 * 5 * 5; ++code) {
    int rest = code;
    const auto next = [&rest](int count) {
      const int digit = rest % count;
      rest /= count;
      return digit;
    };
    ConvLayer layer;
    layer.shape.in_width = 1 + next(4);
    layer.shape.kernel_width = 1 + next(4);
    layer.shape.stride_width = 1 + next(3);
    layer.shape.dilation_width = 1 + next(3);
    layer.shape.pad_left = next(5);
    layer.shape.pad_right = next(5);
    if (!validated(layer.shape)) continue;
    layer.input_zero_point = -3;
    layer.requantization.parameters = {glow_parameters(0, 1, 0)};
    for (std::int64_t i = layer.shape.input_size(); i > 0; --i)
      layer.input.push_back(static_cast<std::int16_t>(draw.small(-128, 127)));
    for (std::int64_t i = layer.shape.filter_size(); i > 0; --i)
      layer.filter.push_back(static_cast<std::int16_t>(draw.small(1, 127)));
    ASSERT_EQ(difference(layer), "") << "code " << code;
  }
}

RC_GTEST_PROP(TraceOutput, AgreesWithConvolve, ()) {
  Draw draw{rc::Random(*a_seed())};
  const ConvLayer layer = random_layer(draw);
  const ConvShape& s = layer.shape;
  const ConvResult result = convolve(layer);
  for (int i = 0; i < 5; ++i) {
    const std::array<std::int64_t, 4> index{draw.between(0, s.batch - 1), draw.between(0, s.out_height() - 1),
                                            draw.between(0, s.out_width() - 1), draw.between(0, s.out_channels - 1)};
    const auto at = static_cast<std::size_t>(
        ((index[0] * s.out_height() + index[1]) * s.out_width() + index[2]) * s.out_channels + index[3]);
    const OutputTrace traced = trace_output(layer, index);
    const Integer bias = bias_term(layer, index[3]);
    RC_ASSERT(traced.accumulator == to_integer(result.accumulator[at]));
    RC_ASSERT(traced.clamped == result.output[at]);
    RC_ASSERT(traced.dot_product + bias == traced.accumulator);
    RC_ASSERT(traced.bias_term.has_value() == layer.bias.has_value());
    if (traced.bias_term) RC_ASSERT(*traced.bias_term == bias);
    RC_ASSERT(traced.scheme.exact == evaluate(layer.requantization.scheme(index[3]), traced.accumulator));
    const OutputTrace alone = trace_accumulator(layer.requantization, layer.activation, index[3], traced.accumulator);
    RC_ASSERT(alone.clamped == traced.clamped);
    RC_ASSERT(alone.activated == traced.activated);
  }
}

// Small enough to check by hand: 2 x 2 input, 2 x 2 kernel, pad 1 on the left only.
TEST(ElementTypes, AreReadByTheirNames) {
  for (const ElementTypeInfo& type : kElementTypes) EXPECT_EQ(parse_element_type(type.name), type.type);
  EXPECT_EQ(parse_element_type("i9"), std::nullopt);
}

TEST(Convolve, WorkedExample) {
  ConvLayer layer;
  layer.shape.in_height = 2;
  layer.shape.in_width = 2;
  layer.shape.kernel_height = 2;
  layer.shape.kernel_width = 2;
  layer.shape.pad_left = 1;
  layer.input_zero_point = 10;
  layer.filter_zero_point = {1};
  layer.input = {11, 12, 13, 14};   // 1 2 3 4 above the zero point
  layer.filter = {11, 21, 31, 41};  // 10 20 30 40
  layer.requantization.parameters = {glow_parameters(0, 1, 1)};
  layer.requantization.zero_point = -100;
  layer.bias = Bias{ElementType::i32, 3, {}, {8}};
  const ConvResult result = convolve(layer);
  EXPECT_EQ(result.accumulator.narrow, (std::vector<std::int32_t>{1 * 20 + 3 * 40 + 5, 10 + 40 + 90 + 160 + 5}));
  EXPECT_EQ(result.output, (std::vector<std::int32_t>{-27, 53}));  // 145 / 2 and 305 / 2, half up
}

}  // namespace
}  // namespace halflsb
