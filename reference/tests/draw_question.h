// Questions for the prover's property tests: published schemes, and schemes put together from random steps; short ranges on either
// side of 0 and across it; factors near the scheme's slope, far from it, negative and 0.
#pragma once

#include "reference/bound/question.h"
#include "reference/tests/draw.h"
#include "reference/tests/parameters.h"

namespace halflsb {

inline Step draw_bound_step(Draw& draw) {
  Step step;
  step.name = "step";
  const int kind = draw.small(0, 3);
  if (kind == 0) step.multiplier = draw.integer(draw.pick({2, 4, 8, 16}));
  if (kind <= 1) step.addend = draw.integer(draw.pick({2, 6, 12}));
  if (kind >= 1)
    step.divisor = draw.one_in(2) ? pow2(static_cast<unsigned>(draw.small(0, 8))) : draw.positive(draw.pick({3, 6, 9}));
  step.rounding = kRoundingModes[draw.below(kRoundingModes.size())].first;
  step.width = draw.pick({0, 6, 8, 12, 16, 32});
  step.saturating = step.width > 0 && draw.one_in(4);
  if (draw.one_in(12)) {
    step.significand = static_cast<unsigned>(draw.small(1, 6));
    step.rounding = RoundingMode::ties_to_even;
  }
  return step;
}

inline Rational draw_factor(Draw& draw, const Rational& slope) {
  switch (draw.small(0, 5)) {
    case 0: return slope;
    case 1: return Rational(draw.integer(draw.pick({3, 9, 20})), draw.positive(draw.pick({3, 9, 20})));
    case 2: return slope + Rational(draw.integer(8), draw.positive(16));
    case 3: return 0;
    default: return slope * (1 + Rational(draw.integer(8), Integer(1 << 14)));
  }
}

inline Rational slope_of(const Scheme& scheme) {
  Rational slope = 1;
  for (const Step& step : scheme.steps) slope *= Rational(step.multiplier, step.divisor);
  return slope;
}

inline const char* double_rounding_form(Draw& draw) {
  return draw.pick({"tflite_double_rounding", "cmsis_nn", "xnnpack_rndnu"});
}
inline const char* single_rounding_form(Draw& draw) {
  return draw.pick({"tflite_single_rounding", "qnnpack_precise", "tosa"});
}

inline Scheme draw_small_scheme(Draw& draw, const Integer& zero_point) {
  switch (draw.small(0, 5)) {
    case 0:
      return steps_of(glow_parameters(draw.small(0, 6), draw.positive(draw.pick({3, 6, 10})), draw.small(0, 14)),
                      zero_point, draw.pick({8, 12, 16, 32}));
    case 1: return steps_of(q31_parameters(double_rounding_form(draw), draw.int32(), draw.small(-8, 4)), zero_point);
    case 2: return steps_of(q31_parameters(single_rounding_form(draw), draw.int32(), draw.small(-8, 4)), zero_point);
    case 3:
      return steps_of(
          ideal_parameters(Rational(draw.integer(draw.pick({3, 6, 12})), draw.positive(draw.pick({3, 6, 12}))),
                           kRoundingModes[draw.below(6)].first),
          zero_point);
    default: {
      Scheme scheme{"drawn", {accumulator_step(draw.pick({8, 16, 32}))}};
      for (int i = draw.small(1, 5); i > 0; --i) scheme.steps.push_back(draw_bound_step(draw));
      scheme.steps.push_back(add_step("zero_point_add", zero_point, 32));
      return scheme;
    }
  }
}

inline Interval draw_short_range(Draw& draw) {
  const Integer start = draw.one_in(3) ? Integer(draw.between(-500, 500)) : draw.integer(draw.pick({4, 10, 16}));
  return {start, start + draw.between(0, draw.pick({1, 20, 300, 1000}))};
}

inline std::optional<Interval> draw_output(Draw& draw) {
  switch (draw.small(0, 3)) {
    case 0: return std::nullopt;
    case 1: return Interval{-128, 127};
    case 2: return Interval{0, 255};
    default: {
      const std::int64_t lo = draw.between(-300, 300);
      return Interval{lo, lo + draw.between(0, draw.pick({1, 30, 400}))};
    }
  }
}

inline Question draw_question(Draw& draw) {
  const Integer zero_point = draw.pick({0, 0, -128, 127, 255, -7, 1000});
  Question question{draw_small_scheme(draw, zero_point), {}, zero_point, draw_short_range(draw), draw_output(draw)};
  question.factor = draw_factor(draw, slope_of(question.scheme));
  if (draw.one_in(4)) question.offset = Rational(draw.integer(8), draw.positive(6));
  return question;
}

}  // namespace halflsb
