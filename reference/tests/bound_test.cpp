// The prover against every accumulator of small questions, and its two arithmetics against each other on large ones.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/bound/levels.h"
#include "reference/bound/prove.h"
#include "reference/tests/brute_bound.h"
#include "reference/tests/draw_question.h"

namespace halflsb {
namespace {

void expect_same(const ErrorBound& got, const ErrorBound& want) {
  RC_ASSERT(got.extremes.max.value == want.extremes.max.value);
  RC_ASSERT(got.extremes.max.accumulator == want.extremes.max.accumulator);
  RC_ASSERT(got.extremes.min.value == want.extremes.min.value);
  RC_ASSERT(got.extremes.min.accumulator == want.extremes.min.accumulator);
  RC_ASSERT(got.mean == want.mean);
  RC_ASSERT(got.misrounded == want.misrounded);
  RC_ASSERT(got.unsaturated.has_value() == want.unsaturated.has_value());
  if (!want.unsaturated) return;
  RC_ASSERT(got.unsaturated->lo == want.unsaturated->lo);
  RC_ASSERT(got.unsaturated->hi == want.unsaturated->hi);
  RC_ASSERT(got.unsaturated->mean == want.unsaturated->mean);
  RC_ASSERT(got.unsaturated->misrounded == want.unsaturated->misrounded);
}

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

}  // namespace
}  // namespace halflsb
