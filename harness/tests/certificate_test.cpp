// Every proof's certificate holds, on published schemes and on random steps; and no false claim of a proof does.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "harness/certificate/checker.h"
#include "harness/tests/certified.h"
#include "reference/tests/draw_question.h"

namespace halflsb {
namespace {

using checker::Verdict;

RC_GTEST_PROP(Certificate, HoldsForRandomSteps, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Question question = draw_question(draw);
  const auto json = certified(question);
  if (!json) return;  // too many outputs without a normal form
  const auto report = checker::check(json->dump());
  if (report.verdict != Verdict::holds) RC_FAIL(report.text + "\n" + json->dump(1));
}

Interval draw_long_range(Draw& draw) {
  Integer a = draw.integer(draw.pick({12, 32, 32, 40})), b = draw.integer(draw.pick({12, 32, 32, 40}));
  if (draw.one_in(4)) return signed_range(32);
  return a < b ? Interval{a, b} : Interval{b, a};
}

RC_GTEST_PROP(Certificate, HoldsForPublishedSchemes, ()) {
  Draw draw{rc::Random(*a_seed())};
  if (!draw.one_in(4)) return;
  const Certified asked = draw_published(draw, draw_long_range(draw));
  const auto report = checker::check(certified(asked.question, asked.parameters)->dump());
  if (report.verdict != Verdict::holds) RC_FAIL(report.text);
}

// What a faulty prover might claim.
RC_GTEST_PROP(Certificate, RefusesFalseClaims, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Question question = draw_question(draw);
  const auto proof = prove(question);
  if (!proof) return;
  Proof wrong = *proof;
  Extremes& extremes = wrong.error.extremes;
  ErrorAt& extreme = draw.one_in(2) ? extremes.max : extremes.min;
  Overflow& overflow = wrong.overflow;
  switch (draw.small(0, 7)) {
    case 0: extreme.value += Rational(draw.pick({-1, 1}), question.unit()); break;
    case 1:  // another N, with its own error
      extreme.accumulator =
          question.accumulator.lo +
          draw.between(0, static_cast<std::int64_t>(question.accumulator.hi - question.accumulator.lo));
      extreme.value = error_of(question, extreme.accumulator);
      break;
    case 2: wrong.error.mean += Rational(draw.pick({-1, 1}), Integer(1) << draw.small(0, 60)); break;
    case 3: ++*wrong.error.misrounded; break;
    case 4:
      if (overflow.safe_hi) *overflow.safe_hi += draw.pick({-1, 1});
      break;
    case 5:
      if (overflow.witness) *overflow.witness += draw.pick({-1, 1});
      break;
    case 6:
      if (overflow.headroom_bits) *overflow.headroom_bits += draw.pick({-1, 1});
      break;
    default:
      if (wrong.error.unsaturated) wrong.error.unsaturated->lo += draw.pick({-1, 1});
  }
  const auto right = certificate(question, std::nullopt, *proof);
  if (!right) return;
  const Json json = *certificate(question, std::nullopt, wrong);
  RC_ASSERT(json == *right || checker::check(json.dump()).verdict == Verdict::fails);
}

TEST(Certificate, CoversTheMisroundedWhereTheOutputsAreFew) {
  const Parameters parameters = glow_parameters(1, 420, 15);
  Question question{steps_of(parameters, -128), Rational(105, 16384), -128, signed_range(32), Interval{-128, 127}};
  const Json clamped = *certified(question, parameters);
  EXPECT_EQ(clamped["covers"].back(), "misrounded");
  EXPECT_EQ(clamped["claims"]["misrounded"], "130");
  question.output.reset();
  const Json open = *certified(question, parameters);
  EXPECT_EQ(open["covers"].back(), "mean");
  EXPECT_TRUE(open["claims"]["misrounded"].is_null());
  EXPECT_LT(open.dump().size(), 10000U);
  EXPECT_EQ(checker::check(open.dump()).verdict, Verdict::holds);
}

TEST(Certificate, IsRefusedWhereThereIsNone) {
  Question question{
      steps_of(q31_parameters("tflite_double_rounding", 1 << 30, 0), 0), Rational(1, 2), 0, signed_range(32), {}};
  question.scheme.steps.push_back(multiply_step("again", 3, 0));
  question.scheme.steps.push_back(shift_right_step("and_again", 1, 0, RoundingMode::ties_up));
  Proof proof;
  EXPECT_NE(certificate(question, {}, proof).error().message.find("too many"), std::string::npos);
  proof.method = Method::sweep;
  EXPECT_NE(certificate(question, {}, proof).error().message.find("sweep"), std::string::npos);
}

}  // namespace
}  // namespace halflsb
