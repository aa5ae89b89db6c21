// The prover on ranges that nobody enumerates: the normal form against levels, and 128 bits against unbounded integers.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/bound/levels.h"
#include "reference/bound/prove.h"
#include "reference/tests/draw_question.h"
#include "reference/tests/same_bound.h"

namespace halflsb {
namespace {

Question draw_large_question(Draw& draw) {
  const Integer zero_point = draw.pick({0, -128, 127, 255, 3});
  const bool wide = draw.one_in(4);
  Question q{{},
             {},
             zero_point,
             wide ? Interval{-pow2(40), pow2(40)} : signed_range(32),
             draw.one_in(2) ? Interval{-128, 127} : Interval{0, 255}};
  switch (draw.small(0, 3)) {
    case 0:
      q.scheme = steps_of(q31_parameters("tflite_double_rounding", draw.int32(), draw.small(-24, 2)), zero_point);
      break;
    case 1:
      q.scheme = steps_of(q31_parameters("tflite_single_rounding", draw.int32(), draw.small(-24, 2)), zero_point);
      break;
    case 2:
      q.scheme = steps_of(
          ideal_parameters(Rational(draw.positive(24), draw.positive(40)), kRoundingModes[draw.below(6)].first),
          zero_point);
      break;
    default:
      q.scheme = steps_of(glow_parameters(draw.small(0, 15), draw.positive(draw.pick({3, 16, 31})), draw.small(0, 62)),
                          zero_point, wide ? 64 : 32);
  }
  q.factor = draw_factor(draw, slope_of(q.scheme));
  if (draw.one_in(3)) {
    const Integer lo = draw.integer(draw.pick({8, 20, 31}));
    q.accumulator = {lo, lo + draw.positive(draw.pick({4, 20, 31}))};
  }
  return q;
}

RC_GTEST_PROP(ErrorBound, OfLargeRangesAgreesBetweenMethodsAndArithmetics, ()) {
  Draw draw{rc::Random(*a_seed())};
  Question q = draw_large_question(draw);
  const auto bound = error_bound(q);
  RC_TAG(bound.has_value());
  q.arithmetic = Arithmetic::unbounded;
  const auto unbounded = error_bound(q);
  RC_ASSERT(bound.has_value() == unbounded.has_value());
  q.arithmetic = Arithmetic::automatic;
  const auto by_levels = error_bound_by_levels(q, draw.one_in(2) ? Thresholds::closed_form : Thresholds::bisection);
  if (!bound) return;
  expect_same(*unbounded, *bound);
  if (by_levels) expect_same(*by_levels, *bound);
}

// Without an output range there are too many levels: the two arithmetics alone.
RC_GTEST_PROP(ErrorBound, OfUnclampedRangesAgreesBetweenArithmetics, ()) {
  Draw draw{rc::Random(*a_seed())};
  Question q = draw_large_question(draw);
  q.output.reset();
  const auto bound = error_bound(q, false);
  q.arithmetic = Arithmetic::unbounded;
  const auto unbounded = error_bound(q, false);
  RC_ASSERT(bound.has_value() == unbounded.has_value());
  if (bound) expect_same(*unbounded, *bound);
}

}  // namespace
}  // namespace halflsb
