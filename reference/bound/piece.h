// A scheme in normal form: on each of a few intervals of accumulators it is one floor,
//   out(N) = floor((slope * q + addend) / divisor),  q = floor((N + offset) / block),
// and where a step rounds ties to even, 1 more on the q that are `ties.up` modulo `ties.period`.
#pragma once

#include <optional>
#include <vector>

#include "reference/bound/step.h"

namespace halflsb {

// The q on which the rounding is an exact tie: those that it takes up, and those that it takes down.
template <class Int>
struct Ties {
  Int period;                   // >= 2
  std::optional<Int> up, down;  // residues modulo the period
};

template <class Int>
struct Piece {
  Int lo, hi;  // inclusive
  Int offset = 0, block = 1;
  Int slope = 1, addend = 0, divisor = 1;
  std::optional<Ties<Int>> ties = std::nullopt;

  [[nodiscard]] Int block_of(const Int& n) const {
    return block == 1 ? Int(n + offset) : floor_div<Int>(Int(n + offset), block);
  }
  [[nodiscard]] Int first_of(const Int& q) const { return Int(q * block - offset); }  // the first N of a block
  [[nodiscard]] Int value_of(const Int& q) const {
    const Int floor = floor_div<Int>(Int(slope * q + addend), divisor);
    if (ties && ties->up && floor_mod<Int>(q, ties->period) == *ties->up) return Int(floor + Int(1));
    return floor;
  }
  [[nodiscard]] Int value(const Int& n) const { return value_of(block_of(n)); }
};

// The pieces of the scheme on [lo, hi], in order; empty where it has no such form: a product of a value that was rounded before,
// unless that rounding was of N alone.
template <class Int>
[[nodiscard]] std::optional<std::vector<Piece<Int>>> normal_form(const std::vector<BoundStep<Int>>& steps,
                                                                 const Int& lo, const Int& hi);

// Lemma B7: saturation to [lo, hi] cuts a monotone piece into at most three: one constant, itself, and the other constant.
template <class Int>
void saturate(std::vector<Piece<Int>>& pieces, const Int& lo, const Int& hi);

// The N of the piece on which its value is at least `level`: an interval that ends at piece.hi where slope >= 0, and starts at
// piece.lo where slope < 0. First the interval, as {lo, hi}; lo > hi where it is empty.
template <class Int>
[[nodiscard]] std::pair<Int, Int> at_least(const Piece<Int>& piece, const Int& level);

}  // namespace halflsb
