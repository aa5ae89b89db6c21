// The prover against every accumulator of small questions: the bound as a whole, and lemmas B11 to B13.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/bound/ground.h"
#include "reference/bound/levels.h"
#include "reference/bound/prove.h"
#include "reference/tests/brute_bound.h"
#include "reference/tests/draw_question.h"
#include "reference/tests/same_bound.h"

namespace halflsb {
namespace {

RC_GTEST_PROP(ErrorBound, EqualsBruteForce, ()) {
  Draw draw{rc::Random(*a_seed())};
  Question question = draw_question(draw);
  const ErrorBound want = brute_bound(question);
  for (const Thresholds thresholds : {Thresholds::closed_form, Thresholds::bisection}) {
    const auto got = error_bound_by_levels(question, thresholds);
    if (got) expect_same(*got, want);
  }
  const auto got = error_bound(question);
  RC_TAG(got.has_value());
  if (!got) return;
  expect_same(*got, want);
  question.arithmetic = Arithmetic::unbounded;
  expect_same(*error_bound(question), want);
}

RC_GTEST_PROP(LemmaB11, OnlyWholeBlocksAndTheTwoCutOnesAreLookedAt, ()) {
  Draw draw{rc::Random(*a_seed())};
  Question question{
      steps_of(glow_parameters(draw.small(1, 8), draw.positive(draw.pick({3, 6, 10})), draw.small(0, 12)), 0),
      {},
      0,
      draw_short_range(draw),
      {}};
  question.factor = draw_factor(draw, slope_of(question.scheme));
  const Extremes want = brute_bound(question).extremes;
  const auto got = error_extremes(question);
  RC_ASSERT(got->max.value == want.max.value);
  RC_ASSERT(got->max.accumulator == want.max.accumulator);
  RC_ASSERT(got->min.value == want.min.value);
  RC_ASSERT(got->min.accumulator == want.min.accumulator);
}

// Ties of round-half-even are progressions that need not begin or end where the range does, on either side of 0.
RC_GTEST_PROP(LemmaB9, TheFirstAndTheLastTieOfARangeAreLookedAt, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Rational slope(2 * draw.small(-6, 5) + 1, pow2(static_cast<unsigned>(draw.small(1, 5))));
  const Integer lo = draw.small(-300, 300);
  const Question question{steps_of(ideal_parameters(slope, RoundingMode::ties_to_even), 0),
                          slope * (1 + Rational(draw.small(-40, 40), 10000)),
                          0,
                          {lo, lo + draw.small(0, 150)},
                          {}};
  const auto got = error_bound(question);
  RC_ASSERT(got.has_value());
  expect_same(*got, brute_bound(question));
}

RC_GTEST_PROP(LemmaB12, OnEveryZoneTheErrorIsTheLineItSays, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Question question = draw_question(draw);
  Integer n = question.accumulator.lo;
  for (const Zone<Integer>& zone : zones_of<Integer>(question)) {
    RC_ASSERT(zone.lo == n);
    for (; n <= zone.hi; ++n) {
      const Rational real = real_of(question, n),
                     out = clamped(Rational(evaluate(question.scheme, n)), question.output);
      const auto& [a, b, k] = zone.scaled_error;
      RC_ASSERT(Rational(a * n + k) + Rational(b) * out == error_of(question, n) * Rational(question.unit()));
      RC_ASSERT(zone.unsaturated == (question.output && clamped(real, question.output) == real));
    }
  }
  RC_ASSERT(n == question.accumulator.hi + 1);
}

RC_GTEST_PROP(LemmaB13, MisroundedIsHowOftenOneFloorIsAheadOfAnother, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Integer lo = draw.integer(8);
  // Few N to a block and about one output for each: neither levels nor blocks are few.
  Question question{
      steps_of(glow_parameters(draw.small(0, 2), draw.positive(8), draw.small(3, 8)), 0), {}, 0, {lo, lo + 150}, {}};
  question.factor = draw_factor(draw, slope_of(question.scheme));
  RC_ASSERT(error_bound(question)->misrounded == brute_bound(question).misrounded);
}

}  // namespace
}  // namespace halflsb
