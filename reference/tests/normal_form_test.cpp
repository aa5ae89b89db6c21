// Lemmas B7 to B10: the pieces of a scheme give what its steps give, on every accumulator, saturated or not.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/bound/extremes.h"
#include "reference/scheme/evaluate.h"
#include "reference/tests/draw_question.h"

namespace halflsb {
namespace {

template <class Int>
void expect_pieces(const Question& q) {
  auto pieces = normal_form<Int>(bound_steps<Int>(q.scheme), as<Int>(q.accumulator.lo), as<Int>(q.accumulator.hi));
  RC_TAG(pieces.has_value());
  if (!pieces) return;
  if (q.output) saturate<Int>(*pieces, as<Int>(q.output->lo), as<Int>(q.output->hi));
  Integer n = q.accumulator.lo;
  for (const Piece<Int>& piece : *pieces) {
    RC_ASSERT(to_integer(piece.lo) == n);  // they meet without a gap
    Integer sum = 0;
    for (; n <= to_integer(piece.hi); ++n) {
      const Integer value = evaluate(q.scheme, n);
      const Integer want = q.output ? saturate(value, *q.output).value : value;
      RC_ASSERT(to_integer(piece.value(as<Int>(n))) == want);
      sum += want;
    }
    RC_ASSERT(to_integer(sum_of_values(piece)) == sum);
  }
  RC_ASSERT(n == q.accumulator.hi + 1);
}

RC_GTEST_PROP(LemmaB7, SaturationCutsPieces, ()) {
  Draw draw{rc::Random(*a_seed())};
  Question question = draw_question(draw);
  const std::int64_t lo = draw.between(-200, 200);
  question.output = Interval{lo, lo + draw.between(0, 60)};
  expect_pieces<Integer>(question);
}

RC_GTEST_PROP(LemmaB8, PiecesEqualTheSteps, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Question question = draw_question(draw);
  expect_pieces<Integer>(question);
  expect_pieces<Checked>(question);
}

RC_GTEST_PROP(LemmaB9, TiesToEvenOfALine, ()) {
  Draw draw{rc::Random(*a_seed())};
  Step even;
  even.multiplier = draw.integer(draw.pick({3, 6, 10}));
  even.addend = draw.integer(8);
  even.divisor = 2 * draw.positive(draw.pick({2, 4, 8}));
  even.rounding = RoundingMode::ties_to_even;
  const Step pre = shift_right_step("pre_shift", draw.small(0, 3), 32, RoundingMode::down);
  Question question{
      {"even", {pre, even, add_step("zero_point_add", draw.small(-5, 5), 32)}}, 0, 0, draw_short_range(draw), {}};
  if (draw.one_in(2)) question.output = draw_output(draw);
  expect_pieces<Checked>(question);
}

RC_GTEST_PROP(LemmaB10, EveryRoundingModeIsAFloor, ()) {
  Draw draw{rc::Random(*a_seed())};
  Step round;
  round.divisor = draw.positive(draw.pick({2, 4, 8}));
  for (const auto& [mode, name] : kRoundingModes) {
    round.rounding = mode;
    expect_pieces<Checked>({{"round", {round}}, 0, 0, draw_short_range(draw), {}});
  }
}

TEST(NormalForm, APieceOfAProductOfARoundedProductHasNone) {
  const Scheme scheme{"twice",
                      {multiply_step("product", 3, 32), shift_right_step("shift", 2, 32, RoundingMode::down),
                       multiply_step("product", 5, 32), shift_right_step("shift", 2, 32, RoundingMode::down)}};
  EXPECT_FALSE(normal_form<Integer>(bound_steps<Integer>(scheme), Integer(-10), Integer(10)));
}

}  // namespace
}  // namespace halflsb
