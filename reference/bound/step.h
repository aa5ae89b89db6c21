// One step of a scheme over a chosen integer type: its value, and the inputs that give a range of values. Every step is
// monotone, so those inputs are an interval.
#pragma once

#include <optional>
#include <vector>

#include "reference/bound/checked.h"
#include "reference/scheme/scheme.h"

namespace halflsb {

template <class Int>
struct BoundStep {
  Int multiplier, addend, divisor;  // divisor > 0
  RoundingMode rounding;
  bool saturating;
  int width;   // 0: unbounded
  Int lo, hi;  // the register, where width > 0
  int shift;   // divisor = 2^shift, or -1
  unsigned significand;
};

template <class Int>
[[nodiscard]] std::vector<BoundStep<Int>> bound_steps(const Scheme& scheme) {
  std::vector<BoundStep<Int>> steps;
  steps.reserve(scheme.steps.size());
  for (const Step& step : scheme.steps) {
    Int lo = 0, hi = 0;
    if (step.width > 0 && step.width <= 64) {
      hi = Int((1ULL << (step.width - 1)) - 1);
      lo = Int(-hi - Int(1));
    } else if (step.width > 64) {
      const Interval range = signed_range(step.width);
      lo = as<Int>(range.lo);
      hi = as<Int>(range.hi);
    }
    const unsigned exponent = msb(step.divisor);
    const int shift = lsb(step.divisor) == exponent ? static_cast<int>(exponent) : -1;
    steps.push_back({as<Int>(step.multiplier), as<Int>(step.addend), as<Int>(step.divisor), step.rounding,
                     step.saturating, step.width, lo, hi, shift, step.significand});
  }
  return steps;
}

// Lemma B1: the v with round(v / divisor) >= level are those from this one on. Where level - 1/2 is attained (an even divisor),
// the tie there goes up to `level` or down to level - 1 as the mode says; an odd divisor has no tie.
template <class Int>
[[nodiscard]] Int first_numerator(const Int& level, const Int& divisor, RoundingMode mode) {
  const Int exact = level * divisor;
  if (divisor == 1) return exact;
  const Int half = divisor / Int(2);
  const Int tie_up = Int(exact - half);
  const Int tie_down = Int(exact - (divisor - half) + Int(1));
  switch (mode) {
    case RoundingMode::ties_to_even: return floor_mod<Int>(level, Int(2)) == 0 ? tie_up : tie_down;
    case RoundingMode::ties_away: return level > 0 ? tie_up : tie_down;
    case RoundingMode::ties_up: return tie_up;
    case RoundingMode::toward_zero: return level > 0 ? exact : Int(exact - divisor + Int(1));
    case RoundingMode::down: return exact;
    case RoundingMode::up: return Int(exact - divisor + Int(1));
  }
  return exact;
}

// The nearest integer to `level` of at most `bits` significant bits: at or above it, or at or below it.
template <class Int>
[[nodiscard]] Int nearest_significant(const Int& level, unsigned bits, bool at_least) {
  const unsigned length = bit_length(level);
  if (length <= bits) return level;
  const Int spacing = as<Int>(pow2(length - bits));
  return Int((at_least ? ceil_div<Int>(level, spacing) : floor_div<Int>(level, spacing)) * spacing);
}

// Lemma B21: the v that round_significant(v / divisor) takes to `level` or above are those from this one on. With c the smallest value of
// so few bits at or above `level` and d the one before it, what lies between them is rounded to a multiple of c - d, and c is one.
template <class Int>
[[nodiscard]] Int first_significant(const Int& level, const Int& divisor, unsigned bits, RoundingMode mode) {
  const Int c = nearest_significant<Int>(level, bits, true);
  const Int spacing = Int(c - nearest_significant<Int>(Int(c - Int(1)), bits, false));
  return first_numerator<Int>(floor_div<Int>(c, spacing), Int(divisor * spacing), mode);
}

// The step's exact value, saturated if it saturates.
template <class Int>
[[nodiscard]] Int step_value(const BoundStep<Int>& step, const Int& value) {
  Int result = Int(value * step.multiplier + step.addend);
  if (step.significand > 0) {
    result = round_significant<Int>(result, step.divisor, step.significand, step.rounding);
  } else if (step.shift > 0 && step.rounding == RoundingMode::down) {
    result = shifted_right(result, step.shift);
  } else if (step.divisor != 1) {
    result = round_quotient<Int>(result, step.divisor, step.rounding);
  }
  if (step.saturating) result = result < step.lo ? step.lo : (result > step.hi ? step.hi : result);
  return result;
}

// An interval of integers that may be unbounded, or empty.
template <class Int>
struct Reach {
  std::optional<Int> lo, hi;  // unset: unbounded
  bool empty = false;

  [[nodiscard]] bool contains(const Int& value) const {
    return !empty && (!lo || *lo <= value) && (!hi || value <= *hi);
  }
  void meet(const Int& other_lo, const Int& other_hi) {
    if (!lo || *lo < other_lo) lo = other_lo;
    if (!hi || *hi > other_hi) hi = other_hi;
    empty = empty || *lo > *hi;
  }
};

// Values of at least `end`, or of at most `end`.
template <class Int>
struct Ray {
  Int end;
  bool at_least;
};

// Lemma B2: the inputs whose value, before saturation, lies in the ray are a ray. multiplier != 0.
template <class Int>
[[nodiscard]] Ray<Int> inverse(const BoundStep<Int>& step, const Ray<Int>& values) {
  const Int level = values.at_least ? values.end : Int(values.end + Int(1));
  const Int first = step.significand > 0 ? first_significant<Int>(level, step.divisor, step.significand, step.rounding)
                                         : first_numerator<Int>(level, step.divisor, step.rounding);
  Int v = Int(first - step.addend);
  if (!values.at_least) --v;
  if (step.multiplier == 1) return {v, values.at_least};
  if (step.multiplier > 0) {
    return {values.at_least ? ceil_div<Int>(v, step.multiplier) : floor_div<Int>(v, step.multiplier), values.at_least};
  }
  const Int positive = Int(-step.multiplier), negated = Int(-v);
  return {values.at_least ? floor_div<Int>(negated, positive) : ceil_div<Int>(negated, positive), !values.at_least};
}

// The inputs that the step maps into `wanted`; a saturating step maps everything beyond its register to the register's end.
template <class Int>
[[nodiscard]] Reach<Int> preimage(const BoundStep<Int>& step, Reach<Int> wanted) {
  const Reach<Int> nothing{{}, {}, true};
  if (wanted.empty) return nothing;
  if (step.saturating) {
    if ((wanted.lo && *wanted.lo > step.hi) || (wanted.hi && *wanted.hi < step.lo)) return nothing;
    if (wanted.lo && *wanted.lo <= step.lo) wanted.lo.reset();
    if (wanted.hi && *wanted.hi >= step.hi) wanted.hi.reset();
  }
  if (step.multiplier == 0) return wanted.contains(step_value<Int>(step, Int(0))) ? Reach<Int>{} : nothing;
  Reach<Int> inputs;
  const auto pull_back = [&](const Ray<Int>& values) {
    const Ray<Int> ray = inverse<Int>(step, values);
    ray.at_least ? void(inputs.lo = ray.end) : void(inputs.hi = ray.end);
  };
  if (wanted.lo) pull_back({*wanted.lo, true});
  if (wanted.hi) pull_back({*wanted.hi, false});
  inputs.empty = inputs.lo && inputs.hi && *inputs.lo > *inputs.hi;
  return inputs;
}

}  // namespace halflsb
