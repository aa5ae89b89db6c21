// choose() against every (pre, scale, post), and every (multiplier, shift) of a shrunken Q31 form, on small registers.
#include "reference/bound/choose.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/bound/overflow.h"
#include "reference/bound/prove.h"
#include "reference/scheme/evaluate.h"
#include "reference/tests/draw_question.h"

namespace halflsb {
namespace {

struct Candidate {
  Rational worst;
  Integer misrounded, scale;
  int pre, post;
  [[nodiscard]] auto key() const { return std::tie(worst, misrounded, scale, pre, post); }
};

std::optional<Candidate> best_of_all(const ChoiceQuestion& q) {
  std::optional<Candidate> best;
  for (int pre = q.pre.value_or(0); pre <= q.pre.value_or(q.width - 1); ++pre) {
    for (int post = q.post.value_or(0); post <= q.post.value_or(q.width - 1); ++post) {
      for (Integer scale = 1; scale <= signed_range(q.width).hi; ++scale) {
        const Scheme scheme = steps_of(glow_parameters(pre, scale, post), q.zero_point, q.width);
        if (overflow_of(scheme, q.accumulator).possible) {
          continue;
        }
        const Question question{scheme, q.factor, q.zero_point, q.accumulator, q.output};
        const Rational worst = max_abs(*error_extremes(question)).value;
        if (best && worst > best->worst) continue;
        const Candidate candidate{worst, *error_bound(question)->misrounded, scale, pre, post};
        if (!best || candidate.key() < best->key()) best = candidate;
      }
    }
  }
  return best;
}

ChoiceQuestion draw_choice(Draw& draw, int width) {
  ChoiceQuestion q;
  q.width = width;
  q.zero_point = draw.pick({0, 0, -128, 127, 5, -3});
  const Interval reg = signed_range(width);
  Integer lo = draw.integer(draw.pick({3, width, width})), hi = lo + draw.between(0, draw.pick({0, 3, 50, 4000}));
  if (draw.one_in(3)) lo = -hi;
  if (lo > hi) std::swap(lo, hi);
  q.accumulator = {saturate(lo, reg).value, saturate(hi, reg).value};
  q.output = draw_output(draw);
  q.factor = draw.one_in(8) ? pow2_rational(-draw.small(0, 8))
                            : Rational(draw.positive(draw.pick({4, 8, 20})), draw.positive(draw.pick({4, 8, 20})));
  if (draw.one_in(6)) q.pre = draw.small(0, width - 1);
  if (draw.one_in(6)) q.post = draw.small(0, width - 1);
  return q;
}

// Every parameter is tried, some 100,000 sets a problem: few problems, the same on every run.
TEST(LemmaB16, ChooseEqualsTryingEveryParameter) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Draw draw{rc::Random(seed)};
    ChoiceQuestion q = draw_choice(draw, draw.pick({8, 8, 9}));
    const auto want = best_of_all(q);
    for (const Arithmetic arithmetic : {Arithmetic::automatic, Arithmetic::unbounded}) {
      q.arithmetic = arithmetic;
      const auto got = choose(q);
      ASSERT_EQ(got.has_value(), want.has_value()) << seed;
      if (!want) continue;
      EXPECT_EQ(got->max_abs_error, want->worst) << seed;
      EXPECT_EQ(got->misrounded, want->misrounded) << seed;
      EXPECT_EQ(got->parameters, glow_parameters(want->pre, want->scale, want->post)) << seed;
    }
  }
}

// The spaces of the Q31 forms are too large to try: nothing drawn beats the choice.
RC_GTEST_PROP(LemmaB16, NoDrawnMultiplierBeatsTheChoice, ()) {
  Draw draw{rc::Random(*a_seed())};
  ChoiceQuestion q;
  q.scheme = draw.pick<const char*>({"tflite_double_rounding", "tflite_single_rounding"});
  q.zero_point = draw.pick({0, -128, 3});
  q.accumulator = draw_short_range(draw);
  q.output = draw_output(draw);
  q.factor = Rational(draw.positive(draw.pick({4, 8, 20})), draw.positive(draw.pick({4, 8, 20})));
  const auto choice = choose(q);
  if (!choice) return;
  const auto judge = [&](const Parameters& parameters) {
    const Question question{steps_of(parameters, q.zero_point), q.factor, q.zero_point, q.accumulator, q.output};
    return std::pair(max_abs(*error_extremes(question)).value, *error_bound(question)->misrounded);
  };
  const auto best = judge(choice->parameters);
  RC_ASSERT(best.first == choice->max_abs_error);
  RC_ASSERT(best.second == choice->misrounded);
  RC_ASSERT(!overflow_of(steps_of(choice->parameters, q.zero_point), q.accumulator).possible);
  for (int i = 0; i < 10; ++i) {
    const int shift = draw.small(-31, 30);
    const Integer near =
        round(q.factor * pow2_rational(31 - shift), RoundingMode::down) + draw.integer(draw.pick({2, 8, 24}));
    if (near < 1 || near >= pow2(31)) continue;
    const Parameters other{q.scheme, {{"multiplier", Rational(near)}, {"shift", Rational(shift)}}};
    const Scheme scheme = steps_of(other, q.zero_point);
    if (overflow_of(scheme, q.accumulator).possible || !invalid_parameters(scheme).empty()) continue;
    RC_ASSERT(best <= judge(other));
  }
}

// Clamped first, nothing overflows, and no accumulator's output changes.
RC_GTEST_PROP(LemmaB17, ClampingFirstChangesNoOutput, ()) {
  Draw draw{rc::Random(*a_seed())};
  ChoiceQuestion q = draw_choice(draw, 16);
  q.accumulator = {-400, 400};
  q.clamp_first = true;
  if (!q.output) q.output = Interval{-128, 127};
  const auto choice = choose(q);
  RC_TAG(choice.has_value());
  if (!choice) return;
  const Scheme scheme = steps_of(choice->parameters, q.zero_point, q.width);
  RC_ASSERT(!overflow_of(scheme, *choice->clamp).possible);
  for (Integer n = q.accumulator.lo; n <= q.accumulator.hi; ++n) {
    const Integer first = saturate(n, *choice->clamp).value;
    RC_ASSERT(saturate(evaluate(scheme, first), *q.output).value == saturate(evaluate(scheme, n), *q.output).value);
  }
  const Question question{scheme, q.factor, q.zero_point, q.accumulator, q.output};
  RC_ASSERT(max_abs(*error_extremes(question)).value == choice->max_abs_error);
}

}  // namespace
}  // namespace halflsb
