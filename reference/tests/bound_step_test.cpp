// Lemmas B1 and B2: one step turned round. Lemma B3: the accumulators on which no step overflows.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/bound/overflow.h"
#include "reference/bound/step.h"
#include "reference/scheme/evaluate.h"
#include "reference/tests/brute_bound.h"
#include "reference/tests/draw_question.h"

namespace halflsb {
namespace {

RC_GTEST_PROP(LemmaB1, TheFirstNumeratorOfALevel, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Integer divisor = draw.positive(draw.pick({2, 4, 40}));
  const Integer level = draw.integer(draw.pick({3, 6, 40}));
  for (const auto& [mode, name] : kRoundingModes) {
    const Integer first = first_numerator<Integer>(level, divisor, mode);
    RC_ASSERT(round_quotient<Integer>(first, divisor, mode) >= level);
    RC_ASSERT(round_quotient<Integer>(Integer(first - 1), divisor, mode) < level);
    RC_ASSERT(to_integer(first_numerator<Checked>(as<Checked>(level), as<Checked>(divisor), mode)) == first);
  }
}

RC_GTEST_PROP(LemmaB21, TheFirstNumeratorOfALevelOfFewBits, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Integer divisor = draw.positive(draw.pick({2, 4, 40}));
  const Integer level = draw.integer(draw.pick({3, 6, 40}));
  const auto bits = static_cast<unsigned>(draw.small(1, 8));
  for (const auto& [mode, name] : kRoundingModes) {
    const Integer first = first_significant<Integer>(level, divisor, bits, mode);
    RC_ASSERT(round_significant<Integer>(first, divisor, bits, mode) >= level);
    RC_ASSERT(round_significant<Integer>(Integer(first - 1), divisor, bits, mode) < level);
    RC_ASSERT(to_integer(first_significant<Checked>(as<Checked>(level), as<Checked>(divisor), bits, mode)) == first);
  }
}

Step draw_any_step(Draw& draw) {
  Step step = draw_bound_step(draw);
  step.rounding = kRoundingModes[draw.below(kRoundingModes.size())].first;
  return step;
}

RC_GTEST_PROP(LemmaB2, PreimageOfAnInterval, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Scheme scheme{"drawn", {draw_any_step(draw)}};
  const BoundStep<Integer> step = bound_steps<Integer>(scheme).front();
  Reach<Integer> wanted;
  if (!draw.one_in(4)) wanted.lo = draw.integer(8);
  if (!draw.one_in(4)) wanted.hi = wanted.lo ? Integer(*wanted.lo + draw.between(0, 20)) : draw.integer(8);
  const Reach<Integer> inputs = preimage<Integer>(step, wanted);
  for (Integer x = -600; x <= 600; ++x) RC_ASSERT(inputs.contains(x) == wanted.contains(step_value<Integer>(step, x)));
}

bool overflows(const Scheme& scheme, const Integer& n) { return trace(scheme, n).first_overflow.has_value(); }

RC_GTEST_PROP(LemmaB3, OverflowEqualsBruteForce, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Question question = draw_question(draw);
  const Interval& range = question.accumulator;
  for (const Arithmetic arithmetic : {Arithmetic::automatic, Arithmetic::unbounded}) {
    const Overflow got = overflow_of(question.scheme, range, arithmetic);
    std::optional<Integer> witness;
    for (Integer n = range.lo; n <= range.hi; ++n) {
      if (overflows(question.scheme, n) && (!witness || nearer(n, *witness))) witness = n;
    }
    RC_ASSERT(got.possible == witness.has_value());
    RC_ASSERT(got.witness == witness);
    if (witness) RC_ASSERT(got.step == question.scheme.steps[*trace(question.scheme, *witness).first_overflow].name);
    RC_ASSERT(got.zero_is_safe == !overflows(question.scheme, 0));
    if (!got.zero_is_safe) return;
    for (const auto& [end, outward] : {std::pair(got.safe_lo, -1), std::pair(got.safe_hi, 1)}) {
      if (end) RC_ASSERT(!overflows(question.scheme, *end) && overflows(question.scheme, Integer(*end + outward)));
      if (!end) RC_ASSERT(!overflows(question.scheme, outward * pow2(300)));
    }
    if (!got.headroom_bits) continue;
    const auto safe = [&](const Integer& n) {
      return (!got.safe_lo || n >= *got.safe_lo) && (!got.safe_hi || n <= *got.safe_hi);
    };
    const auto bits = static_cast<unsigned>(*got.headroom_bits);
    RC_ASSERT(safe(range.lo << bits) && safe(range.hi << bits));
    RC_ASSERT(!safe(range.lo << (bits + 1)) || !safe(range.hi << (bits + 1)));
  }
}

}  // namespace
}  // namespace halflsb
