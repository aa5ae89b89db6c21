// The schemes as small steps that a fault can replace one at a time: a fault derives from a scheme with itself as Self.
// Unreplaced, each equals its definition on unbounded integers for every int32 accumulator and all parameters of its
// domain (base/domains.h). Written apart from targets/portable/, with which a test compares it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "targets/abi/target.h"

namespace halflsb::seeded {

__extension__ typedef __int128 Int128;

inline constexpr int32_t kMin = std::numeric_limits<int32_t>::min();
inline constexpr int32_t kMax = std::numeric_limits<int32_t>::max();

// What a 32-bit register keeps.
constexpr int32_t wrap32(int64_t value) { return static_cast<int32_t>(value); }

template <typename Self>
struct GlowSteps {
  static bool valid(const halflsb_rescale& r) { return r.pre >= 0 && r.pre <= 31 && r.post >= 0 && r.post <= 31; }

  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    return Self::post_shift(Self::rounded_product(Self::pre_shift(n, r), r), r);
  }
  static int64_t pre_shift(int32_t n, const halflsb_rescale& r) { return n >> r.pre; }
  static int64_t rounded_product(int64_t shifted, const halflsb_rescale& r) {
    return shifted * r.scale + Self::rounding(r);
  }
  static int64_t rounding(const halflsb_rescale& r) { return (int64_t{1} << r.post) >> 1; }
  static int64_t post_shift(int64_t sum, const halflsb_rescale& r) { return sum >> r.post; }
};

template <typename Self>
struct TfliteDoubleSteps {
  static bool valid(const halflsb_rescale& r) { return r.shift >= -31 && r.shift <= 30; }

  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    const int32_t high = Self::high_mul(Self::left_shift(n, std::max(r.shift, 0)), r.multiplier);
    return Self::rounding_shift(high, std::max(-r.shift, 0));
  }
  static int64_t left_shift(int32_t n, int bits) { return int64_t{n} * (int64_t{1} << bits); }
  static int32_t high_mul(int64_t a, int32_t b) {
    const Int128 high = (Int128{a} * b + (int64_t{1} << 30)) >> 31;
    return static_cast<int32_t>(std::clamp<Int128>(high, kMin, kMax));
  }
  // To the nearest integer, ties away from zero.
  static int64_t rounding_shift(int32_t x, int bits) {
    const int64_t half = (int64_t{1} << bits) >> 1;
    return x < 0 ? -((half - x) >> bits) : (x + half) >> bits;
  }
};

template <typename Self>
struct TfliteSingleSteps {
  static bool valid(const halflsb_rescale& r) { return r.shift >= -31 && r.shift <= 30; }

  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    const int right = 31 - r.shift;
    return (int64_t{n} * r.multiplier + (int64_t{1} << (right - 1))) >> right;
  }
};

// The real factor itself, rounded to a nearest integer: within 1/2 LSB. Results beyond +-2^62 are saturated there.
template <typename Self>
struct IdealSteps {
  static constexpr int64_t kBeyond = int64_t{1} << 62;
  static bool valid(const halflsb_rescale& r) { return std::isfinite(r.factor); }

  // factor = mantissa * 2^exponent with |mantissa| < 2^53, so |n * mantissa| < 2^84, and 2^40 times that fits as well.
  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    int exponent = 0;
    const double fraction = std::frexp(r.factor, &exponent);
    const Int128 product = Int128{n} * static_cast<int64_t>(std::ldexp(fraction, 53));
    exponent -= 53;
    if (exponent < -90 || product == 0) return 0;
    if (exponent > 40) return product < 0 ? -kBeyond : kBeyond;
    const Int128 rounded =
        exponent < 0 ? (product + (Int128{1} << (-exponent - 1))) >> -exponent : product * (Int128{1} << exponent);
    return static_cast<int64_t>(std::clamp<Int128>(rounded, -kBeyond, kBeyond));
  }
};

struct Glow : GlowSteps<Glow> {};
struct TfliteDouble : TfliteDoubleSteps<TfliteDouble> {};
struct TfliteSingle : TfliteSingleSteps<TfliteSingle> {};
struct Ideal : IdealSteps<Ideal> {};

}  // namespace halflsb::seeded
