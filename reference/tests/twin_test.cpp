// Lemma S2: what compile() accepts never leaves 2^126 and equals evaluate(); what would leave it is refused.
#include "reference/scheme/twin.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/scheme/evaluate.h"
#include "reference/tests/draw.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

Step draw_step(Draw& draw) {
  Step step;
  if (draw.one_in(2)) step.multiplier = draw.integer(draw.pick({8, 32, 64, 120}));
  if (draw.one_in(2)) step.addend = draw.integer(draw.pick({8, 32, 64, 126}));
  if (draw.one_in(2))
    step.divisor =
        draw.one_in(2) ? pow2(static_cast<unsigned>(draw.small(0, 127))) : draw.positive(draw.pick({4, 32, 100}));
  step.rounding = kRoundingModes[draw.below(kRoundingModes.size())].first;
  step.saturating = draw.one_in(3);
  step.width = draw.pick({8, 32, 64});
  return step;
}

Scheme draw_scheme(Draw& draw) {
  if (draw.one_in(3)) {  // a published one
    const Integer zero_point = draw.int32();
    switch (draw.small(0, 3)) {
      case 0:
        return steps_of(glow_parameters(draw.small(0, 40), draw.positive(draw.small(2, 128)), draw.small(0, 140)),
                        zero_point);
      case 1: return steps_of(q31_parameters("tflite_double_rounding", draw.int32(), draw.small(-40, 100)), zero_point);
      case 2: return steps_of(q31_parameters("tflite_single_rounding", draw.int32(), draw.small(-100, 30)), zero_point);
      default:
        return steps_of(ideal_parameters(Rational(draw.integer(draw.small(2, 110)), draw.positive(draw.small(2, 110))),
                                         kRoundingModes[draw.below(6)].first),
                        zero_point);
    }
  }
  Scheme scheme;
  for (int i = draw.small(1, 4); i > 0; --i) scheme.steps.push_back(draw_step(draw));
  return scheme;
}

// Every intermediate of round((x * multiplier + addend) / divisor), as the twin meets it.
bool stays_below_limit(const Scheme& scheme, const Integer& accumulator) {
  Integer value = accumulator;
  for (const Step& step : scheme.steps) {
    const Integer product = value * step.multiplier;
    const Integer sum = product + step.addend;
    if (abs(product) >= pow2(126) || abs(sum) >= pow2(126) || step.divisor >= pow2(126)) return false;
    value = apply_step(step, value);
    if (step.saturating) value = saturate(value, signed_range(step.width)).value;
  }
  return true;
}

RC_GTEST_PROP(LemmaS2, AcceptedSchemesEqualEvaluate, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Scheme scheme = draw_scheme(draw);
  const Integer largest = draw.one_in(2) ? pow2(31) : draw.positive(draw.pick({8, 40, 64, 100}));
  const auto twin = Twin::compile(scheme, largest);
  RC_CLASSIFY(!twin.has_value(), "refused");
  if (!twin) return;
  for (int i = 0; i < 20; ++i) {
    const Integer n = i == 0   ? largest
                      : i == 1 ? Integer(-largest)
                               : saturate(draw.integer(100), {-largest, largest}).value;
    RC_ASSERT(stays_below_limit(scheme, n));
    RC_ASSERT(to_integer((*twin)(to_int128(n))) == evaluate(scheme, n));
  }
}

RC_GTEST_PROP(LemmaS2, WhatLeavesTheLimitIsRefused, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Scheme scheme = draw_scheme(draw);
  const Integer largest = draw.positive(draw.pick({8, 32, 64, 126}));
  if (!stays_below_limit(scheme, largest) || !stays_below_limit(scheme, -largest)) {
    RC_ASSERT(!Twin::compile(scheme, largest).has_value());
  }
}

TEST(LemmaS2, TheLimitItself) {
  const Scheme product{"", {multiply_step("", pow2(95), 0)}};
  EXPECT_TRUE(Twin::compile(product, pow2(31) - 1));
  EXPECT_FALSE(Twin::compile(product, pow2(31)));
  EXPECT_FALSE(Twin::compile(product, -pow2(31)));
  EXPECT_TRUE(Twin::compile({"", {multiply_step("", -pow2(95), 0)}}, pow2(31) - 1));
  EXPECT_FALSE(Twin::compile({"", {multiply_step("", -pow2(95), 0)}}, pow2(31)));
  EXPECT_TRUE(Twin::compile({"", {add_step("", pow2(126) - 2, 0)}}, 1));
  EXPECT_FALSE(Twin::compile({"", {add_step("", pow2(126) - 1, 0)}}, 1));
  EXPECT_FALSE(Twin::compile({"", {add_step("", 1 - pow2(126), 0)}}, 1));
  EXPECT_TRUE(Twin::compile({"", {shift_right_step("", 125, 0, RoundingMode::down)}}, 1));
  EXPECT_FALSE(Twin::compile({"", {shift_right_step("", 126, 0, RoundingMode::down)}}, 1));
}

// What the published schemes need most often is accepted; what cannot fit is not.
TEST(LemmaS2, PublishedSchemes) {
  const Integer int32 = pow2(31);
  EXPECT_TRUE(Twin::compile(steps_of(glow_parameters(1, 420, 15), -128), int32));
  EXPECT_TRUE(Twin::compile(steps_of(glow_parameters(31, pow2(31) - 1, 31), 0), int32));
  EXPECT_TRUE(Twin::compile(steps_of(q31_parameters("tflite_double_rounding", INT32_MIN, -31), 0), int32));
  EXPECT_TRUE(Twin::compile(steps_of(q31_parameters("tflite_double_rounding", INT32_MIN, 31), 0), int32));
  EXPECT_TRUE(Twin::compile(steps_of(q31_parameters("tflite_single_rounding", INT32_MAX, -31), 0), int32));
  EXPECT_FALSE(Twin::compile(steps_of(glow_parameters(0, pow2(96), 0), 0), int32));
  EXPECT_FALSE(Twin::compile(steps_of(glow_parameters(0, 1, 255), 0), int32));
  EXPECT_FALSE(Twin::compile(steps_of(q31_parameters("tflite_double_rounding", INT32_MAX, 65), 0), int32));
}

}  // namespace
}  // namespace halflsb
