// The loops behind passes.h: inlined into a function for each instruction set, which is what the compiler vectorizes them for.
#pragma once

#include "harness/sweep/passes.h"

#define HALFLSB_INLINE [[gnu::always_inline]] inline

namespace halflsb::pass {

__extension__ using UInt128 = unsigned __int128;

template <class Lane>
struct Twice;
template <>
struct Twice<std::uint32_t> {
  using Type = std::uint64_t;
};
template <>
struct Twice<std::uint64_t> {
  using Type = UInt128;
};

template <class Lane>
HALFLSB_INLINE void multiply_shift(const Lane* __restrict from, Lane* __restrict to, std::size_t n, Lane multiplier,
                                   Lane addend, int shift) {
  if (multiplier == 1) {
    for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<Lane>(from[i] + addend) >> shift;
  } else {
    for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<Lane>(from[i] * multiplier + addend) >> shift;
  }
}

template <class Lane>
HALFLSB_INLINE void divide(const Lane* __restrict from, Lane* __restrict to, std::size_t n,
                           const Reciprocal<Lane>& by) {
  using Wide = typename Twice<Lane>::Type;
  const Lane magic = by.magic;
  const int shift = by.shift;
  if (magic == 0) {
    for (std::size_t i = 0; i < n; ++i) to[i] = from[i] >> shift;
  } else {
    for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<Lane>((Wide{from[i]} * magic) >> shift);
  }
}

template <class Lane>
HALFLSB_INLINE void add_by_sign(const Lane* __restrict from, Lane* __restrict to, std::size_t n, Lane threshold,
                                Lane below, Lane above) {
  for (std::size_t i = 0; i < n; ++i) to[i] = from[i] + (from[i] < threshold ? below : above);
}

template <class Lane>
HALFLSB_INLINE void ties_to_even(const Lane* __restrict dividend, const Lane* __restrict quotient, Lane* __restrict to,
                                 std::size_t n, Lane divisor, Lane odd) {
  for (std::size_t i = 0; i < n; ++i) {
    const Lane tie = quotient[i] * divisor == dividend[i] ? 1 : 0;
    to[i] = quotient[i] - (tie & (quotient[i] + odd));
  }
}

template <class Lane>
HALFLSB_INLINE void clamp(const Lane* __restrict from, Lane* __restrict to, std::size_t n, Lane lo, Lane hi) {
  for (std::size_t i = 0; i < n; ++i) {
    const Lane raised = from[i] < lo ? lo : from[i];
    to[i] = (raised > hi ? hi : raised) - lo;
  }
}

template <class Lane>
HALFLSB_INLINE void flip(const Lane* __restrict from, Lane* __restrict to, std::size_t n, Lane top) {
  for (std::size_t i = 0; i < n; ++i) to[i] = top - from[i];
}

template <class Lane>
HALFLSB_INLINE ErrorTotals<std::int32_t> account_narrow(const Lane* __restrict x, std::size_t n,
                                                        const ErrorLine<std::int32_t>& line) {
  const auto per_output = static_cast<std::uint32_t>(line.per_output),
             per_step = static_cast<std::uint32_t>(line.per_step);
  const std::int32_t above = line.above, below = line.below;
  std::int32_t max = INT32_MIN, min = INT32_MAX;
  std::uint32_t sum = 0, misrounded = 0, along = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto lane = static_cast<std::uint32_t>(x[i]);
    const auto error = static_cast<std::int32_t>(per_output * lane + along);
    along += per_step;
    max = error > max ? error : max;
    min = error < min ? error : min;
    sum += lane;
    misrounded += (error > above ? 1U : 0U) + (error < below ? 1U : 0U);
  }
  return {max, min, sum, misrounded};
}

template <class Lane>
HALFLSB_INLINE ErrorTotals<std::int64_t> account(const Lane* __restrict x, std::size_t n,
                                                 const ErrorLine<std::int64_t>& line) {
  const auto per_output = static_cast<std::uint64_t>(line.per_output),
             per_step = static_cast<std::uint64_t>(line.per_step);
  ErrorTotals<std::int64_t> t{INT64_MIN, INT64_MAX, 0, 0};
  std::uint64_t along = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t lane = x[i];
    const auto error = static_cast<std::int64_t>(per_output * lane + along);
    along += per_step;
    t.max = error > t.max ? error : t.max;
    t.min = error < t.min ? error : t.min;
    t.sum += lane;
    t.misrounded += (error > line.above ? 1U : 0U) + (error < line.below ? 1U : 0U);
  }
  return t;
}

template <class Lane>
HALFLSB_INLINE void widen(const Lane* __restrict from, std::int64_t* __restrict to, std::size_t n, std::int64_t base) {
  for (std::size_t i = 0; i < n; ++i) to[i] = base + static_cast<std::int64_t>(from[i]);
}

HALFLSB_INLINE RowDifference compare(const std::int64_t* __restrict a, const std::int64_t* __restrict b,
                                     std::size_t n) {
  std::uint64_t differing = 0;
  std::uint64_t largest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto difference = static_cast<std::uint64_t>(a[i]) - static_cast<std::uint64_t>(b[i]);
    const std::uint64_t size = a[i] < b[i] ? 0 - difference : difference;
    differing += size != 0 ? 1U : 0U;
    largest = size > largest ? size : largest;
  }
  return {differing, largest};
}

}  // namespace halflsb::pass
