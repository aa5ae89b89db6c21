// Lemmas B14 and B15: how errors move with the multiplier, and which multipliers cannot overflow.
#include "reference/bound/family.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/bound/overflow.h"
#include "reference/tests/brute_bound.h"
#include "reference/tests/draw_question.h"

namespace halflsb {
namespace {

struct Drawn {
  Parameters parameters;  // with a multiplier of 1
  std::string_view field;
  std::size_t variable;
  int width;
};

Drawn draw_family(Draw& draw) {
  switch (draw.small(0, 2)) {
    case 0: return {glow_parameters(draw.small(0, 5), 1, draw.small(0, 10)), "scale", 2, draw.pick({8, 12, 16})};
    case 1: return {q31_parameters("tflite_double_rounding", 1, draw.small(-8, 4)), "multiplier", 2, 32};
    default: return {q31_parameters("tflite_single_rounding", 1, draw.small(-8, 4)), "multiplier", 1, 32};
  }
}

Question question_with(const Question& drawn, const Drawn& family, const Integer& s) {
  Question question = drawn;
  Parameters parameters = family.parameters;
  parameters.values.find(family.field)->second = Rational(s);
  question.scheme = steps_of(parameters, drawn.zero_point, family.width);
  return question;
}

Family<Integer> family_of(const Question& question, const Drawn& drawn, const std::vector<Zone<Integer>>& zones) {
  const auto output =
      question.output ? std::optional(SRange<Integer>{question.output->lo, question.output->hi}) : std::nullopt;
  return {bound_steps<Integer>(question.scheme), drawn.variable, zones, output};
}

RC_GTEST_PROP(LemmaB14, ErrorsAndCountsMoveOneWayWithTheMultiplier, ()) {
  Draw draw{rc::Random(*a_seed())};
  Question question = draw_question(draw);
  const Drawn drawn = draw_family(draw);
  question = question_with(question, drawn, 1);
  const auto zones = cut_at_zero<Integer>(zones_of<Integer>(question));
  const Family<Integer> family = family_of(question, drawn, zones);
  const int width = drawn.field == "scale" ? draw.pick({4, 8, 12}) : 32;
  const Integer s = draw.positive(width), more = s + draw.positive(draw.pick({2, 6, width}));
  const Worst<Integer> one = family.worst(s), two = family.worst(more);
  RC_ASSERT(one.growing <= two.growing);
  RC_ASSERT(one.shrinking >= two.shrinking);
  const Worst<Integer> count_one = family.misrounded(s), count_two = family.misrounded(more);
  RC_ASSERT(count_one.growing <= count_two.growing);
  RC_ASSERT(count_one.shrinking >= count_two.shrinking);
  const ErrorBound want = brute_bound(question_with(question, drawn, s));
  RC_ASSERT(Rational(one.value(), question.unit()) == max_abs(want.extremes).value);
  RC_ASSERT(count_one.growing + count_one.shrinking == want.misrounded);
}

RC_GTEST_PROP(LemmaB15, TheSafeMultipliersAreARange, ()) {
  Draw draw{rc::Random(*a_seed())};
  Question question = draw_question(draw);
  const Drawn drawn = draw_family(draw);
  question = question_with(question, drawn, 1);
  const auto zones = cut_at_zero<Integer>(zones_of<Integer>(question));
  const Integer most = drawn.field == "scale" ? Integer(4000) : pow2(31) - 1;
  const auto safe = family_of(question, drawn, zones).safe(question.accumulator.lo, question.accumulator.hi, most);
  const auto overflows = [&](const Integer& s) {
    return overflow_of(question_with(question, drawn, s).scheme, question.accumulator).possible;
  };
  std::vector<Integer> looks{1, 2, 3, most, most - 1, draw.positive(8), draw.positive(12)};
  if (safe) looks.insert(looks.end(), {safe->lo, safe->hi, Integer(safe->lo - 1), Integer(safe->hi + 1)});
  for (const Integer& s : looks) {
    if (s < 1 || s > most) continue;
    RC_ASSERT((safe && safe->contains(s)) == !overflows(s));
  }
}

}  // namespace
}  // namespace halflsb
