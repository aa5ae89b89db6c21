#include "reference/bound/overflow.h"

#include "reference/bound/arithmetic.h"
#include "reference/bound/step.h"

namespace halflsb {
namespace {

// Lemma B3: the accumulators on which no step overflows are an interval, possibly empty: each register holds an interval of values,
// and so do the inputs of every step from the last one back.
template <class Int>
Reach<Int> safe_reach(const std::vector<BoundStep<Int>>& steps) {
  Reach<Int> reach;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if (step->width > 0 && !step->saturating) reach.meet(step->lo, step->hi);
    reach = preimage<Int>(*step, reach);
  }
  return reach;
}

template <class Int>
std::size_t first_overflow(const std::vector<BoundStep<Int>>& steps, Int value) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    value = step_value<Int>(steps[i], value);
    if (steps[i].width > 0 && !steps[i].saturating && (value < steps[i].lo || value > steps[i].hi)) return i;
  }
  return steps.size();
}

// The N of smallest |N| in [lo, hi] outside the reach.
template <class Int>
std::optional<Int> nearest_outside(const Reach<Int>& reach, const Int& lo, const Int& hi) {
  std::optional<Int> nearest;
  const auto offer = [&](const Int& from, const Int& to) {
    if (from > to) return;
    const Int n = from > 0 ? from : (to < 0 ? to : Int(0));
    const Int size = n < 0 ? Int(-n) : n;
    if (!nearest) {
      nearest = n;
      return;
    }
    const Int best = *nearest < 0 ? Int(-*nearest) : *nearest;
    if (size < best || (size == best && n > *nearest)) nearest = n;
  };
  if (reach.empty) {
    offer(lo, hi);
    return nearest;
  }
  if (reach.hi) offer(*reach.hi >= lo ? Int(*reach.hi + Int(1)) : lo, hi);
  if (reach.lo) offer(lo, *reach.lo <= hi ? Int(*reach.lo - Int(1)) : hi);
  return nearest;
}

// The largest h with [lo * 2^h, hi * 2^h] inside the reach, in which lo and hi are.
template <class Int>
std::optional<Integer> headroom(const Reach<Int>& reach, const Int& lo, const Int& hi) {
  const bool limited = (reach.lo && lo < 0) || (reach.hi && hi > 0);
  if (!limited) return std::nullopt;
  int bits = 0;
  Int low = lo, high = hi;
  while (true) {
    low = Int(low * Int(2));
    high = Int(high * Int(2));
    if (!reach.contains(low) || !reach.contains(high)) return Integer(bits);
    ++bits;
  }
}

}  // namespace

Overflow overflow_of(const Scheme& scheme, const Interval& accumulator, Arithmetic arithmetic) {
  return in_arithmetic(arithmetic, [&]<class Int>(Int) {
    const auto steps = bound_steps<Int>(scheme);
    const Reach<Int> reach = safe_reach<Int>(steps);
    const Int lo = as<Int>(accumulator.lo);
    const Int hi = as<Int>(accumulator.hi);
    Overflow overflow;
    overflow.zero_is_safe = reach.contains(Int(0));
    if (overflow.zero_is_safe && reach.lo) overflow.safe_lo = to_integer(*reach.lo);
    if (overflow.zero_is_safe && reach.hi) overflow.safe_hi = to_integer(*reach.hi);
    if (const auto witness = nearest_outside<Int>(reach, lo, hi)) {
      overflow.possible = true;
      overflow.witness = to_integer(*witness);
      overflow.step = scheme.steps[first_overflow<Int>(steps, *witness)].name;
    } else if (overflow.zero_is_safe) {
      overflow.headroom_bits = headroom<Int>(reach, lo, hi);
    }
    return overflow;
  });
}

}  // namespace halflsb
