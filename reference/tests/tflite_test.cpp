// TFLite's two Q31 forms against integer code in the shape of gemmlowp's, written for this test: a nudge and a truncating
// division, a mask and a threshold, and int32 registers.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "reference/scheme/evaluate.h"
#include "reference/tests/draw.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

constexpr std::int32_t kMin = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kMax = std::numeric_limits<std::int32_t>::max();

std::int32_t doubling_high_mul(std::int32_t a, std::int32_t b) {
  if (a == kMin && b == kMin) return kMax;
  const std::int64_t product = std::int64_t{a} * b;
  const std::int64_t nudge = product >= 0 ? (1 << 30) : 1 - (1 << 30);
  return static_cast<std::int32_t>((product + nudge) / (std::int64_t{1} << 31));
}

std::int32_t divide_by_power_of_two(std::int32_t x, int exponent) {
  const auto mask = static_cast<std::int32_t>((std::int64_t{1} << exponent) - 1);
  const std::int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> exponent) + ((x & mask) > threshold ? 1 : 0);
}

std::int32_t wrapping_add(std::int32_t a, std::int32_t b) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
}

Scheme double_rounding(std::int64_t multiplier, int shift, const Integer& zero_point = 0) {
  return steps_of(q31_parameters("tflite_double_rounding", multiplier, shift), zero_point);
}

Scheme single_rounding(std::int64_t multiplier, int shift, const Integer& zero_point = 0) {
  return steps_of(q31_parameters("tflite_single_rounding", multiplier, shift), zero_point);
}

RC_GTEST_PROP(LemmaS1, HighMulEqualsNudgeAndTruncation, ()) {
  const std::int32_t a = *drawn([](Draw& draw) { return draw.int32(); });
  const std::int32_t b = *drawn([](Draw& draw) { return draw.int32(); });
  RC_ASSERT(evaluate(double_rounding(b, 0), a) == doubling_high_mul(a, b));
}

// a * 2^30 is a tie for every odd a; a * (2^30 +- 1) is just beside one.
TEST(LemmaS1, TiesOfBothSigns) {
  for (std::int32_t a = -301; a <= 301; ++a) {
    for (const std::int32_t b :
         {1 << 30, (1 << 30) - 1, (1 << 30) + 1, -(1 << 30), 1 - (1 << 30), 1 << 29, 3 << 29, -3 * (1 << 29)}) {
      ASSERT_EQ(evaluate(double_rounding(b, 0), a), doubling_high_mul(a, b)) << a << " * " << b;
    }
  }
  EXPECT_EQ(evaluate(double_rounding(1 << 30, 0), -1), 0);  // -1/2 goes up
  EXPECT_EQ(evaluate(double_rounding(1 << 30, 0), 1), 1);
}

TEST(LemmaS1, Rails) {
  const std::int32_t rails[] = {kMin, kMin + 1, -(1 << 30), -1, 0, 1, 1 << 30, kMax - 1, kMax};
  for (const std::int32_t a : rails) {
    for (const std::int32_t b : rails)
      EXPECT_EQ(evaluate(double_rounding(b, 0), a), doubling_high_mul(a, b)) << a << " * " << b;
  }
}

RC_GTEST_PROP(LemmaS3, RoundingShiftEqualsMaskAndThreshold, ()) {
  const std::int32_t a = *drawn([](Draw& draw) { return draw.int32(); });
  const int exponent = *drawn([](Draw& draw) { return draw.small(0, 31); });
  const Step step = shift_right_step("", exponent, 32, RoundingMode::ties_away);
  RC_ASSERT(apply_step(step, a) == divide_by_power_of_two(a, exponent));
}

TEST(LemmaS3, EverySmallNumberAndItsTies) {
  for (std::int32_t a = -1100; a <= 1100; ++a) {
    for (const int exponent : {0, 1, 2, 3, 5, 9}) {
      const Step step = shift_right_step("", exponent, 32, RoundingMode::ties_away);
      ASSERT_EQ(apply_step(step, a), divide_by_power_of_two(a, exponent)) << a << " by 2^" << exponent;
    }
  }
}

struct Q31Case {
  std::int32_t multiplier;
  int shift;
  std::int32_t zero_point, accumulator;
};

std::ostream& operator<<(std::ostream& out, const Q31Case& c) {
  return out << "multiplier " << c.multiplier << " shift " << c.shift << " zero_point " << c.zero_point << " acc "
             << c.accumulator;
}

Q31Case draw_q31_case(Draw& draw) {
  return {draw.int32(), draw.one_in(2) ? draw.small(-31, 30) : draw.small(-10, 2),
          draw.one_in(2) ? draw.small(-128, 127) : draw.int32(), draw.int32()};
}

RC_GTEST_PROP(TfliteDoubleRounding, RegistersEqualTheInt32Code, ()) {
  const Q31Case c = *drawn(draw_q31_case);
  const Trace traced = trace(double_rounding(c.multiplier, c.shift, c.zero_point), c.accumulator);
  const auto shifted = static_cast<std::int32_t>(static_cast<std::uint32_t>(c.accumulator) << std::max(c.shift, 0));
  const std::int32_t high = doubling_high_mul(shifted, c.multiplier);
  const std::int32_t rounded = divide_by_power_of_two(high, std::max(-c.shift, 0));
  const std::array<std::int32_t, 5> held{c.accumulator, shifted, high, rounded, wrapping_add(rounded, c.zero_point)};
  RC_ASSERT(traced.steps.size() == held.size());
  for (std::size_t i = 0; i < held.size(); ++i) RC_ASSERT(traced.steps[i].in_register == held[i]);
  const bool left_overflows = (std::int64_t{c.accumulator} << std::max(c.shift, 0)) != shifted;
  RC_ASSERT(traced.steps[1].overflows == left_overflows);
  if (left_overflows) {
    RC_ASSERT(traced.first_overflow == std::size_t{1});
  } else {
    const std::int64_t sum = std::int64_t{rounded} + c.zero_point;
    RC_ASSERT(evaluate(double_rounding(c.multiplier, c.shift, c.zero_point), c.accumulator) == sum);
    RC_ASSERT(traced.first_overflow.has_value() == (sum != held[4]));
  }
}

RC_GTEST_PROP(TfliteSingleRounding, EqualsTheInt64Formula, ()) {
  const Q31Case c = *drawn(draw_q31_case);
  const std::int64_t rounding = std::int64_t{1} << (30 - c.shift);
  const std::int64_t scaled = (std::int64_t{c.accumulator} * c.multiplier + rounding) >> (31 - c.shift);
  const Scheme scheme = single_rounding(c.multiplier, c.shift, c.zero_point);
  RC_ASSERT(evaluate(scheme, c.accumulator) == scaled + c.zero_point);
  const Trace traced = trace(scheme, c.accumulator);
  const auto kept = static_cast<std::int32_t>(scaled);
  RC_ASSERT(traced.steps[3].in_register == kept);
  RC_ASSERT(traced.in_register == wrapping_add(kept, c.zero_point));
  RC_ASSERT(traced.steps[3].overflows == (kept != scaled));
  RC_ASSERT(!traced.steps[1].overflows);
  RC_ASSERT(!traced.steps[2].overflows);
}

TEST(TfliteDoubleRounding, SaturationIsNotOverflow) {
  const Trace traced = trace(double_rounding(kMin, 0), kMin);
  EXPECT_EQ(traced.exact, kMax);
  EXPECT_EQ(traced.in_register, kMax);
  EXPECT_TRUE(traced.steps[2].saturated);
  EXPECT_FALSE(traced.steps[2].overflows);
  EXPECT_EQ(traced.first_overflow, std::nullopt);
  EXPECT_EQ(evaluate(double_rounding(kMin, 0), kMin), kMax);
  // An exact left shift beyond int32 overflows there, and what high_mul then makes of the exact value saturates.
  const Trace beyond = trace(double_rounding(kMax, 3), kMax);
  EXPECT_EQ(beyond.first_overflow, 1U);
  EXPECT_EQ(beyond.exact, kMax);
  EXPECT_NE(beyond.in_register, kMax);
}

TEST(Tflite, StepNamesAndWidths) {
  const auto layout = [](const Scheme& scheme) {
    std::string text;
    for (const Step& step : scheme.steps)
      text += step.name + " " + std::to_string(step.width) + (step.saturating ? "s, " : ", ");
    return text;
  };
  EXPECT_EQ(layout(double_rounding(1, 0)),
            "accumulator 32, left_shift 32, high_mul 32s, rounding_shift 32, zero_point_add 32, ");
  EXPECT_EQ(layout(single_rounding(1, 0)),
            "accumulator 32, product 64, rounding_add 64, right_shift 32, zero_point_add 32, ");
}

}  // namespace
}  // namespace halflsb
