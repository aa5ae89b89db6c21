// Vector passes over a buffer of unsigned lanes of 32 or 64 bits: plain loops that the compiler vectorizes, once for AVX2 and once
// for any machine. What is multiplied and added must fit the lane: the caller proves it. `from` and `to` do not overlap.
#pragma once

#include <cstddef>
#include <cstdint>

namespace halflsb {

inline constexpr std::size_t kLanes = 2048;  // of a buffer: three of them stay in the first-level cache

// floor(v / d): v >> shift, or where magic is not 0 (v * magic) >> shift in twice the width.
template <class Lane>
struct Reciprocal {
  Lane magic;
  int shift;
};

// Lemma W1: with 2^(l-1) < d <= 2^l and b = 31 or 62, magic = floor(2^(b+l)/d) + 1 divides every v < 2^b: magic * d exceeds 2^(b+l) by
// at most 2^l, so that (v * magic) / 2^(b+l) is above v / d by less than 1 / d. (Granlund and Montgomery, PLDI 1994.) 1 <= d < 2^b.
template <class Lane>
[[nodiscard]] Reciprocal<Lane> reciprocal(Lane d);

// Scaled errors of a buffer: per_output * x[i] + per_step * i. Beyond `above` or `below`, the output is misrounded.
template <class Error>
struct ErrorLine {
  Error per_output, per_step, above, below;
};

template <class Error>
struct ErrorTotals {
  Error max, min;
  std::uint64_t sum;  // of x[i]
  std::uint64_t misrounded;
};

struct RowDifference {
  std::uint64_t differing;
  std::uint64_t max_difference;
};

template <class Lane>
struct LanePasses {
  // (x * multiplier + addend) >> shift; `narrow`: x and multiplier are below 2^32.
  void (*multiply_shift)(const Lane* from, Lane* to, std::size_t n, Lane multiplier, Lane addend, int shift,
                         bool narrow);
  void (*divide)(const Lane* from, Lane* to, std::size_t n, const Reciprocal<Lane>& by);
  // x + (x < threshold ? below : above)
  void (*add_by_sign)(const Lane* from, Lane* to, std::size_t n, Lane threshold, Lane below, Lane above);
  // quotient - 1 where quotient * divisor = dividend and quotient + odd is odd.
  void (*ties_to_even)(const Lane* dividend, const Lane* quotient, Lane* to, std::size_t n, Lane divisor, Lane odd);
  // min(max(x, lo), hi) - lo
  void (*clamp)(const Lane* from, Lane* to, std::size_t n, Lane lo, Lane hi);
  // top - x
  void (*flip)(const Lane* from, Lane* to, std::size_t n, Lane top);
  // In 32 bits modulo 2^32: the errors themselves must fit, and so must the sum of x. Only for lanes of 32 bits.
  ErrorTotals<std::int32_t> (*account_narrow)(const Lane* x, std::size_t n, const ErrorLine<std::int32_t>& line);
  // `narrow`: x is below 2^32.
  ErrorTotals<std::int64_t> (*account)(const Lane* x, std::size_t n, const ErrorLine<std::int64_t>& line, bool narrow);
};

struct Passes {
  LanePasses<std::uint32_t> lanes32;
  LanePasses<std::uint64_t> lanes64;
  // base + x
  void (*widen32)(const std::uint32_t* from, std::int64_t* to, std::size_t n, std::int64_t base);
  void (*widen64)(const std::uint64_t* from, std::int64_t* to, std::size_t n, std::int64_t base);
  RowDifference (*compare)(const std::int64_t* a, const std::int64_t* b, std::size_t n);

  template <class Lane>
  [[nodiscard]] const LanePasses<Lane>& of() const {
    if constexpr (sizeof(Lane) == sizeof(std::uint32_t)) {
      return lanes32;
    } else {
      return lanes64;
    }
  }
};

[[nodiscard]] const Passes& portable_passes();
[[nodiscard]] const Passes& best_passes();  // those for AVX2 where the machine has it

}  // namespace halflsb
