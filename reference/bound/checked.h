// A 128-bit integer that throws TooWide where an exact result does not fit, so that whatever returns is exact. Code that is
// a template over its integer runs on Checked first and on Integer where Checked gave up.
#pragma once

#include <compare>
#include <type_traits>

#include "reference/exact/integer.h"

namespace halflsb {

struct TooWide {};

class Checked {
 public:
  constexpr Checked() = default;
  template <class T>
  requires std::is_integral_v<T> || std::is_same_v<T, Int128>
  constexpr Checked(T value) : value_(static_cast<Int128>(value)) {}  // implicit, as Integer's

  [[nodiscard]] constexpr Int128 get() const { return value_; }

  friend Checked operator+(Checked a, Checked b) {
    Checked sum;
    if (__builtin_add_overflow(a.value_, b.value_, &sum.value_)) throw TooWide{};
    return sum;
  }
  friend Checked operator-(Checked a, Checked b) {
    Checked difference;
    if (__builtin_sub_overflow(a.value_, b.value_, &difference.value_)) throw TooWide{};
    return difference;
  }
  friend Checked operator*(Checked a, Checked b) {
    Checked product;
    if (__builtin_mul_overflow(a.value_, b.value_, &product.value_)) throw TooWide{};
    return product;
  }
  // Toward zero; b != 0, and not the lowest value by -1.
  friend Checked operator/(Checked a, Checked b) {
    // Most quotients are of 64 bits, and a 128-bit division takes ten times as long.
    const auto narrow_a = static_cast<std::int64_t>(a.value_);
    const auto narrow_b = static_cast<std::int64_t>(b.value_);
    if (narrow_a == a.value_ && narrow_b == b.value_ && narrow_a != INT64_MIN)
      return Checked(Int128{narrow_a / narrow_b});
    return Checked(a.value_ / b.value_);
  }
  friend Checked operator%(Checked a, Checked b) { return Checked(a.value_ % b.value_); }  // of the sign of a; b > 0
  Checked operator-() const { return Checked(0) - *this; }
  Checked& operator+=(Checked b) { return *this = *this + b; }
  Checked& operator-=(Checked b) { return *this = *this - b; }
  Checked& operator*=(Checked b) { return *this = *this * b; }
  Checked& operator--() { return *this -= Checked(1); }

  friend bool operator==(Checked a, Checked b) { return a.value_ == b.value_; }
  friend std::strong_ordering operator<=>(Checked a, Checked b) {
    return a.value_ < b.value_ ? std::strong_ordering::less
                               : (a.value_ > b.value_ ? std::strong_ordering::greater : std::strong_ordering::equal);
  }

 private:
  Int128 value_ = 0;
};

// From and to Integer.
template <class Int>
[[nodiscard]] Int as(const Integer& value);
template <>
[[nodiscard]] inline Integer as<Integer>(const Integer& value) {
  return value;
}
template <>
[[nodiscard]] inline Checked as<Checked>(const Integer& value) {
  const auto& limbs = value.backend();
  if (limbs.size() > 2) throw TooWide{};
  __extension__ using UInt128 = unsigned __int128;
  const UInt128 magnitude = (limbs.size() > 1 ? static_cast<UInt128>(limbs.limbs()[1]) << 64 : 0) | limbs.limbs()[0];
  if (magnitude >> 127 != 0) throw TooWide{};
  return Checked(limbs.sign() ? -static_cast<Int128>(magnitude) : static_cast<Int128>(magnitude));
}

[[nodiscard]] inline Integer to_integer(const Integer& value) { return value; }
[[nodiscard]] inline Integer to_integer(Checked value) { return to_integer(value.get()); }

// floor(value / 2^count), 0 <= count < 127 for Checked.
[[nodiscard]] inline Checked shifted_right(Checked value, int count) {
  return value.get() >> count;
}  // arithmetic in GCC and Clang
[[nodiscard]] inline Integer shifted_right(const Integer& value, int count) {
  return floor_div<Integer>(value, pow2(static_cast<unsigned>(count)));
}

// Quotient rounded toward plus infinity; divisor > 0.
template <class Int>
[[nodiscard]] Int ceil_div(const Int& dividend, const Int& divisor) {
  return Int(-floor_div<Int>(Int(-dividend), divisor));
}

// dividend - floor_div * divisor, in [0, divisor).
template <class Int>
[[nodiscard]] Int floor_mod(const Int& dividend, const Int& divisor) {
  return Int(dividend - floor_div<Int>(dividend, divisor) * divisor);
}

}  // namespace halflsb
