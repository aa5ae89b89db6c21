// TFLite's QuantizeMultiplier against the same recipe in double (after tensorflow@06f91ea8, quantization_util.cc), and the
// two ways in which TFLite forms its effective scale.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstring>

#include "reference/exact/binary_float.h"
#include "reference/tests/draw.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

const Recipe& twice_rounded() { return *find_recipe("tflite_double_rounding"); }
const Recipe& once_rounded() { return *find_recipe("tflite_single_rounding"); }

Parameters in_double_arithmetic(double factor, bool single_rounding) {
  const std::string name = single_rounding ? "tflite_single_rounding" : "tflite_double_rounding";
  int shift = 0;
  const double significand = std::frexp(factor, &shift);
  auto fixed = static_cast<std::int64_t>(std::round(significand * 2147483648.0));
  if (fixed == std::int64_t{1} << 31) {
    fixed /= 2;
    ++shift;
  }
  if (shift < -31) {
    fixed = 0;
    shift = 0;
  }
  if (single_rounding && shift > 30) {
    fixed = (std::int64_t{1} << 31) - 1;
    shift = 30;
  }
  return q31_parameters(name, fixed, fixed == 0 ? 0 : shift);
}

void expect_agreement(double factor) {
  const FactorSource source{exact_value(factor), {}, {}};
  EXPECT_EQ(twice_rounded().derive(source).value(), in_double_arithmetic(factor, false)) << std::hexfloat << factor;
  const auto single = once_rounded().derive(source);
  ASSERT_EQ(single.ok(), factor >= 0) << std::hexfloat << factor;
  if (single.ok()) {
    EXPECT_EQ(*single, in_double_arithmetic(factor, true)) << std::hexfloat << factor;
  }
}

TEST(LemmaS5, EveryExponentWithSpecialSignificands) {
  const std::uint64_t renormalises = (1ULL << 52) - (1ULL << 20);  // the first significand that rounds to 2^31
  for (int exponent = -1074; exponent <= 1023; exponent += exponent > -80 && exponent < 80 ? 1 : 13) {
    for (const std::uint64_t fraction :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 21, std::uint64_t{1} << 22, std::uint64_t{3} << 21,
          renormalises - 1, renormalises, (std::uint64_t{1} << 52) - 1}) {
      const double factor = std::ldexp(static_cast<double>((1ULL << 52) + fraction), exponent - 52);
      if (!std::isfinite(factor)) continue;
      expect_agreement(factor);
      expect_agreement(-factor);
    }
  }
  expect_agreement(0.0);
}

TEST(LemmaS5, RandomDoubles) {
  rc::Random random(5);
  Draw draw(random);
  for (int i = 0; i < 20000; ++i) {
    std::uint64_t significand = (draw.bits() >> 11) | (1ULL << 52);
    if (i % 4 == 0) significand = (significand & ~((1ULL << 23) - 1)) | (1ULL << 21);  // ties of the rounding to Q31
    expect_agreement(std::ldexp(static_cast<double>(significand), draw.small(-90, 40) - 52));
  }
}

TEST(TfliteRecipe, KnownFactors) {
  const auto both = [](const Rational& factor) { return twice_rounded().derive({factor, {}, {}}).value(); };
  const auto parameters = [](std::int64_t multiplier, int shift) {
    return q31_parameters("tflite_double_rounding", multiplier, shift);
  };
  EXPECT_EQ(both(0), parameters(0, 0));
  EXPECT_EQ(both(1), parameters(1 << 30, 1));
  EXPECT_EQ(both(Rational(3, 4)), parameters(3 << 29, 0));
  EXPECT_EQ(both(Rational(-3, 4)), parameters(-(3LL << 29), 0));
  EXPECT_EQ(both(Rational(99999999988, 100000000000)), parameters(1 << 30, 1));  // rounds to 2^31, which is halved
  // The check for 2^31 is not one for -2^31, which int32 holds.
  EXPECT_EQ(both(Rational(-99999999988, 100000000000)), parameters(INT32_MIN, 0));
  EXPECT_EQ(both(pow2_rational(-32)), parameters(1 << 30, -31));
  EXPECT_EQ(both(pow2_rational(-33)), parameters(0, 0));
  EXPECT_EQ(both(pow2_rational(31)), parameters(1 << 30, 32));
}

TEST(TfliteRecipe, SingleRoundingSaturatesLargeFactorsAndRefusesNegativeOnes) {
  const auto derived = [](const Rational& factor) { return once_rounded().derive({factor, {}, {}}); };
  EXPECT_EQ(derived(pow2_rational(29)).value(), q31_parameters("tflite_single_rounding", 1 << 30, 30));
  EXPECT_EQ(derived(pow2_rational(30)).value(), q31_parameters("tflite_single_rounding", INT32_MAX, 30));
  EXPECT_EQ(derived(pow2_rational(1000)).value(), q31_parameters("tflite_single_rounding", INT32_MAX, 30));
  EXPECT_FALSE(derived(Rational(-1, 1000)).ok());
  EXPECT_FALSE(derived(pow2_rational(1024)).ok());
  EXPECT_FALSE(twice_rounded().derive({pow2_rational(1024), {}, {}}).ok());
}

struct Scales {
  float input, filter, output;
};

std::ostream& operator<<(std::ostream& out, const Scales& s) {
  return out << std::hexfloat << s.input << " * " << s.filter << " / " << s.output;
}

Scales draw_scales(Draw& draw) {
  const auto scale = [&] {
    return std::ldexp(static_cast<float>(draw.between(1 << 23, (1 << 24) - 1)), draw.small(-40, -15));
  };
  return {scale(), scale(), scale()};
}

Parameters from_scales(const Scales& s, EffectiveScale kind) {
  const auto exact = [](float value) { return exact_value(static_cast<double>(value)); };
  const FactorSource::Scales scales{exact(s.input), exact(s.filter), exact(s.output)};
  return twice_rounded().derive({scales.input * scales.filter / scales.output, scales, kind}).value();
}

RC_GTEST_PROP(TfliteRecipe, EffectiveScales, ()) {
  const Scales s = *drawn(draw_scales);
  const auto output = static_cast<double>(s.output);
  const double per_channel = static_cast<double>(s.input) * static_cast<double>(s.filter) / output;
  const double per_tensor = static_cast<double>(s.input * s.filter) / output;
  RC_ASSERT(from_scales(s, EffectiveScale::per_channel) == in_double_arithmetic(per_channel, false));
  RC_ASSERT(from_scales(s, EffectiveScale::per_tensor) == in_double_arithmetic(per_tensor, false));
}

TEST(TfliteRecipe, PerTensorAndPerChannelDiffer) {
  rc::Random random(3);
  Draw draw(random);
  int differ = 0;
  for (int i = 0; i < 200; ++i) {
    const Scales s = draw_scales(draw);
    differ += from_scales(s, EffectiveScale::per_channel) == from_scales(s, EffectiveScale::per_tensor) ? 0 : 1;
  }
  EXPECT_GT(differ, 50);  // the float32 product loses 24 bits
}

TEST(IdealRecipe, KeepsTheExactFactor) {
  const Rational factor(117, 10000);
  EXPECT_EQ(find_recipe("ideal")->derive({factor, {}, {}}).value(),
            ideal_parameters(factor, RoundingMode::ties_to_even));
}

}  // namespace
}  // namespace halflsb
