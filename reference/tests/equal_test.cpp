// Lemma B18 against every accumulator of small ranges.
#include "reference/bound/equal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/tests/brute_bound.h"
#include "reference/tests/draw_question.h"

namespace halflsb {
namespace {

RC_GTEST_PROP(LemmaB18, DifferenceEqualsBruteForce, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Question a = draw_question(draw);
  Question b = draw.one_in(2) ? draw_question(draw) : a;
  if (draw.one_in(2)) b.scheme.steps.back().addend += draw.small(-1, 1);
  Difference want;
  std::optional<Integer> at_most;
  for (Integer n = a.accumulator.lo; n <= a.accumulator.hi; ++n) {
    const Rational distance =
        abs(clamped(Rational(evaluate(a.scheme, n)), a.output) - clamped(Rational(evaluate(b.scheme, n)), b.output));
    if (distance == 0) continue;
    ++want.differing;
    if (!want.witness || nearer(n, *want.witness)) want.witness = n;
    const Integer size = numerator(distance);
    if (size > want.max_difference || (size == want.max_difference && nearer(n, *want.at_most))) {
      want.max_difference = size;
      want.at_most = n;
    }
  }
  for (const Arithmetic arithmetic : {Arithmetic::automatic, Arithmetic::unbounded}) {
    const auto got = difference({a.scheme, a.output}, {b.scheme, b.output}, a.accumulator, arithmetic);
    if (!got) continue;
    RC_ASSERT(got->differing == want.differing);
    RC_ASSERT(got->max_difference == want.max_difference);
    RC_ASSERT(got->witness == want.witness);
    RC_ASSERT(got->at_most == want.at_most);
  }
}

// TFLite's two forms with the same parameters: T10 of the field's bug lists.
TEST(Equal, DoubleAndSingleRoundingDiffer) {
  const Interval i8{-128, 127};
  const Scheme twice = steps_of(q31_parameters("tflite_double_rounding", 1583594044, -9), 0);
  const Scheme once = steps_of(q31_parameters("tflite_single_rounding", 1583594044, -9), 0);
  const auto found = difference({twice, i8}, {once, i8}, signed_range(32));
  ASSERT_TRUE(found && found->witness);
  EXPECT_NE(evaluate(twice, *found->witness), evaluate(once, *found->witness));
  EXPECT_EQ(found->max_difference, 1);
  EXPECT_EQ(difference({twice, i8}, {twice, i8}, signed_range(32))->differing, 0);
}

}  // namespace
}  // namespace halflsb
