// Two's complement registers of a given width: does a value fit, what is it after saturation or after wrapping.
// Both report whether they changed the value.
#pragma once

#include "reference/exact/integer.h"

namespace halflsb {

struct Interval {
  Integer lo, hi;  // inclusive
  [[nodiscard]] bool contains(const Integer& value) const { return lo <= value && value <= hi; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

// [-2^(bits-1), 2^(bits-1) - 1], bits >= 1.
[[nodiscard]] inline Interval signed_range(int bits) {
  const Integer half = pow2(static_cast<unsigned>(bits - 1));
  return {-half, half - 1};
}

struct Fitted {
  Integer value;
  bool changed;
};

[[nodiscard]] inline Fitted saturate(const Integer& value, const Interval& range) {
  if (value < range.lo) return {range.lo, true};
  if (value > range.hi) return {range.hi, true};
  return {value, false};
}

// Lemma E5: the one value congruent modulo 2^bits in signed_range(bits), which is what a register of that width keeps.
[[nodiscard]] inline Fitted wrap(const Integer& value, int bits) {
  const Integer half = pow2(static_cast<unsigned>(bits - 1));
  const Integer modulus = half * 2;
  const Integer shifted = value + half;
  const Integer wrapped = shifted - floor_div<Integer>(shifted, modulus) * modulus - half;
  return {wrapped, wrapped != value};
}

}  // namespace halflsb
