// choose() against every (pre, scale, post), and every (multiplier, shift) of a shrunken Q31 form, on small registers.
#include "reference/bound/choose.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/bound/overflow.h"
#include "reference/bound/prove.h"
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

RC_GTEST_PROP(LemmaB16, ChooseEqualsTryingEveryParameter, ()) {
  Draw draw{rc::Random(*a_seed())};
  ChoiceQuestion q = draw_choice(draw, draw.pick({8, 8, 9}));
  const auto want = best_of_all(q);
  for (const Arithmetic arithmetic : {Arithmetic::automatic, Arithmetic::unbounded}) {
    q.arithmetic = arithmetic;
    const auto got = choose(q);
    RC_ASSERT(got.has_value() == want.has_value());
    if (!want) continue;
    RC_ASSERT(got->max_abs_error == want->worst);
    RC_ASSERT(got->misrounded == want->misrounded);
    RC_ASSERT(got->parameters == glow_parameters(want->pre, want->scale, want->post));
  }
}

}  // namespace
}  // namespace halflsb
