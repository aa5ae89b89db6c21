// The published rescalings as scalar code: each equals its definition on unbounded integers for every int32
// accumulator, pre, post in 0..31, shift in -31..30 and any int32 scale or multiplier. Nothing wraps; the saturating
// step saturates. Right shifts of negative values are floor divisions (C++20).
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "targets/abi/target.h"

namespace halflsb::portable {

__extension__ typedef __int128 Int128;

inline constexpr int64_t kInt32Min = std::numeric_limits<int32_t>::min();
inline constexpr int64_t kInt32Max = std::numeric_limits<int32_t>::max();

// The one normal form of the schemes, ((N >> pre) * multiplier + 2^(shift-1)) >> shift, for shift 0 unrounded.
// rounding_shift: a second shift, half away from zero, of the result saturated to int32 (double rounding only).
struct FixedPoint {
  int32_t pre, multiplier, shift, rounding_shift;
};

// glow for inputs beyond int32 (bias minus its zero point: 33 bits; leaky relu: 63 bits): |n| < 2^63, |product| < 2^94.
inline Int128 glow_wide(int64_t n, const halflsb_rescale& r) {
  const int64_t rounding = r.post > 0 ? int64_t{1} << (r.post - 1) : 0;
  return (Int128{n >> r.pre} * r.scale + rounding) >> r.post;
}

inline bool glow_shifts_valid(const halflsb_rescale& r) {
  return r.pre >= 0 && r.pre <= 31 && r.post >= 0 && r.post <= 31;
}
inline bool q31_shift_valid(const halflsb_rescale& r) { return r.shift >= -31 && r.shift <= 30; }

struct Glow {
  static constexpr bool double_rounding = false;
  static bool valid(const halflsb_rescale& r) { return glow_shifts_valid(r); }

  // |(N >> pre) * scale| <= 2^62 and the rounding term is at most 2^30: 64 bits hold every step.
  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    const int64_t rounding = r.post > 0 ? int64_t{1} << (r.post - 1) : 0;
    return (int64_t{n >> r.pre} * r.scale + rounding) >> r.post;
  }

  static FixedPoint fixed_point(const halflsb_rescale& r) { return {r.pre, r.scale, r.post, 0}; }
};

// Saturating rounding doubling high multiply: floor((a * b + 2^30) / 2^31), saturated to int32. |a| <= 2^61 here.
inline int32_t high_mul(int64_t a, int32_t b) {
  const Int128 high = (Int128{a} * b + (int64_t{1} << 30)) >> 31;
  return static_cast<int32_t>(std::clamp<Int128>(high, kInt32Min, kInt32Max));
}

// x / 2^bits to the nearest integer, ties away from zero; bits in 0..31.
inline int32_t rounding_shift_right(int32_t x, int bits) {
  if (bits == 0) return x;
  const int64_t half = int64_t{1} << (bits - 1);
  return static_cast<int32_t>((x + half - (x < 0 ? 1 : 0)) >> bits);
}

struct TfliteDouble {
  static constexpr bool double_rounding = true;
  static bool valid(const halflsb_rescale& r) { return q31_shift_valid(r); }

  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    const int left = std::max(r.shift, 0);
    const int right = std::max(-r.shift, 0);
    return rounding_shift_right(high_mul(n * (int64_t{1} << left), r.multiplier), right);
  }

  // With left <= 30, floor((N m 2^left + 2^30) / 2^31) = floor((N m + 2^(30-left)) / 2^(31-left)): 64 bits do.
  static FixedPoint fixed_point(const halflsb_rescale& r) {
    return {0, r.multiplier, 31 - std::max(r.shift, 0), std::max(-r.shift, 0)};
  }
};

struct TfliteSingle {
  static constexpr bool double_rounding = false;
  static bool valid(const halflsb_rescale& r) { return q31_shift_valid(r); }

  // |N * multiplier| <= 2^62 and the rounding term is at most 2^61: 64 bits hold every step.
  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    return (int64_t{n} * r.multiplier + (int64_t{1} << (30 - r.shift))) >> (31 - r.shift);
  }

  static FixedPoint fixed_point(const halflsb_rescale& r) { return {0, r.multiplier, 31 - r.shift, 0}; }
};

}  // namespace halflsb::portable
