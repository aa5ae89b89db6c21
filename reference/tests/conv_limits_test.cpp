// The largest sums a convolution can make, and when an accumulator or a bias term no longer fits int32.
#include <gtest/gtest.h>

#include "reference/conv/conv.h"
#include "reference/tests/naive_convolution.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

// One output of `depth` products x * f of u8 data with zero points zx and zf.
ConvLayer deep_layer(std::int64_t depth, int x, int zx, int f, int zf) {
  ConvLayer layer;
  layer.shape.in_channels = depth;
  layer.input_type = ElementType::u8;
  layer.filter_type = ElementType::u8;
  layer.input_zero_point = zx;
  layer.filter_zero_point = {zf};
  layer.input.assign(static_cast<std::size_t>(depth), static_cast<std::int16_t>(x));
  layer.filter.assign(static_cast<std::size_t>(depth), static_cast<std::int16_t>(f));
  layer.requantization.parameters = {q31_parameters("tflite_single_rounding", 1 << 30, -20)};
  return layer;
}

constexpr std::int64_t kLargestProduct = 255 * 255;

TEST(LemmaC1, ItsConstantIsTheLargest) {
  EXPECT_LE(kExactInt32Products * kLargestProduct, INT32_MAX);
  EXPECT_GT((kExactInt32Products + 1) * kLargestProduct, INT32_MAX);
}

TEST(LemmaC1, ExtremeDepthsWithBothRails) {
  for (const std::int64_t depth :
       {std::int64_t{1}, kExactInt32Products - 1, kExactInt32Products, kExactInt32Products + 1, std::int64_t{40000},
        2 * kExactInt32Products, 2 * kExactInt32Products + 1}) {
    const bool fits = depth * kLargestProduct <= INT32_MAX;
    for (const auto& [layer, sign] :
         {std::pair{deep_layer(depth, 255, 0, 255, 0), 1}, std::pair{deep_layer(depth, 0, 255, 0, 255), 1},
          std::pair{deep_layer(depth, 0, 255, 255, 0), -1}, std::pair{deep_layer(depth, 255, 0, 0, 255), -1}}) {
      ASSERT_EQ(invalid(layer).has_value(), false);
      const ConvResult result = convolve(layer);
      ASSERT_TRUE(result.accumulator[0] == sign * depth * kLargestProduct) << depth;
      EXPECT_EQ(result.accumulators_fit, fits) << depth;
      const Integer scaled = naive_requantize(layer.requantization.parameters[0], sign * depth * kLargestProduct, 0);
      EXPECT_EQ(result.output[0], saturate(scaled, {-128, 127}).value) << depth;
    }
  }
}

// A sum that leaves int32 on the way and comes back is exact too.
TEST(LemmaC1, SumThatComesBack) {
  ConvLayer layer = deep_layer(2 * kExactInt32Products + 2, 255, 0, 255, 128);
  const auto half = static_cast<std::ptrdiff_t>(layer.filter.size() / 2);
  std::fill(layer.filter.begin() + half, layer.filter.end(), std::int16_t{1});  // -127 against 127
  EXPECT_TRUE(convolve(layer).accumulator[0] == 0);
  EXPECT_TRUE(convolve(layer).accumulators_fit);
}

// The largest sums meet scales that carry the product past 128 bits: the twin must know how large a sum can be.
TEST(LemmaS2, LargestSumsWithScalesAroundTheLimit) {
  ConvLayer layer = deep_layer(40000, 255, 0, 255, 0);
  layer.requantization.output = {INT32_MIN, INT32_MAX};
  for (unsigned bits = 88; bits <= 128; ++bits) {
    layer.requantization.parameters = {glow_parameters(0, pow2(bits), bits - 5 + bits % 10)};
    const Integer want = naive_requantize(layer.requantization.parameters[0], 40000 * kLargestProduct, 0);
    EXPECT_EQ(convolve(layer).output[0], saturate(want, signed_range(32)).value) << bits;
  }
}

ConvLayer one_product(int x, int f, const Bias& bias) {
  ConvLayer layer = deep_layer(1, x, 0, f, 0);
  layer.bias = bias;
  return layer;
}

TEST(AccumulatorsFit, BiasPushesTheSumOverTheEdge) {
  const auto fits = [](int x, std::int32_t bias) {
    return convolve(one_product(x, 1, {ElementType::i32, 0, {}, {bias}})).accumulators_fit;
  };
  EXPECT_TRUE(fits(0, INT32_MAX));
  EXPECT_FALSE(fits(1, INT32_MAX));
  EXPECT_TRUE(fits(1, INT32_MAX - 1));
  EXPECT_TRUE(fits(0, INT32_MIN));
}

TEST(AccumulatorsFit, BiasTermItselfMustFit) {
  const Bias below{ElementType::i32, 1, {}, {INT32_MIN}};  // the term is -2^31 - 1
  EXPECT_EQ(bias_term(one_product(1, 1, below), 0), Integer(INT32_MIN) - 1);
  EXPECT_FALSE(convolve(one_product(1, 1, below)).accumulators_fit);  // though the sum is -2^31
  EXPECT_TRUE(convolve(one_product(1, 1, below)).accumulator[0] == INT32_MIN);
}

TEST(AccumulatorsFit, OneOutputOfManySuffices) {
  ConvLayer layer = deep_layer(1, 255, 0, 255, 0);
  layer.shape.out_channels = 3;
  layer.filter.assign(3, 255);
  layer.bias = Bias{ElementType::i32, 0, {}, {0, INT32_MAX - 255 * 255 + 1, 0}};
  EXPECT_FALSE(convolve(layer).accumulators_fit);
  layer.bias->data[1] -= 1;
  EXPECT_TRUE(convolve(layer).accumulators_fit);
}

// The largest bias term that a valid layer can have, about 2^96, in either direction.
TEST(LemmaC3, ExtremeBiasTermsStayExact) {
  const Parameters largest = glow_parameters(0, pow2(63), 0);
  for (const auto& [data, zero_point] :
       {std::pair{INT32_MAX, std::int64_t{INT32_MIN}}, std::pair{INT32_MIN, std::int64_t{INT32_MAX}}}) {
    const ConvLayer layer = one_product(255, 255, {ElementType::i32, zero_point, {largest}, {data}});
    ASSERT_FALSE(invalid(layer).has_value());
    const Integer term = (Integer(data) - zero_point) * pow2(63);
    const ConvResult result = convolve(layer);
    EXPECT_EQ(to_integer(result.accumulator[0]), term + kLargestProduct);
    EXPECT_EQ(result.output[0], term < 0 ? -128 : 127);
    EXPECT_FALSE(result.accumulators_fit);
  }
}

}  // namespace
}  // namespace halflsb
