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
  // Most values are of 64 bits, and a 128-bit division takes ten times as long as one of those.
  [[nodiscard]] constexpr std::int64_t narrow() const { return static_cast<std::int64_t>(value_); }
  [[nodiscard]] constexpr bool is_narrow() const { return narrow() == value_; }

  // Inline in every expression, which the compiler left alone would not: a proof takes a tenth less.
  [[gnu::always_inline]] friend Checked operator+(Checked a, Checked b) {
    Checked sum;
    if (__builtin_add_overflow(a.value_, b.value_, &sum.value_)) throw TooWide{};
    return sum;
  }
  [[gnu::always_inline]] friend Checked operator-(Checked a, Checked b) {
    Checked difference;
    if (__builtin_sub_overflow(a.value_, b.value_, &difference.value_)) throw TooWide{};
    return difference;
  }
  [[gnu::always_inline]] friend Checked operator*(Checked a, Checked b) {
    if (a.is_narrow() && b.is_narrow()) return Checked(Int128{a.narrow()} * b.narrow());
    Checked product;
    if (__builtin_mul_overflow(a.value_, b.value_, &product.value_)) throw TooWide{};
    return product;
  }
  // Toward zero; b != 0, and not the lowest value by -1.
  friend Checked operator/(Checked a, Checked b) {
    if (a.is_narrow() && b.is_narrow() && a.narrow() != INT64_MIN) return Checked(a.narrow() / b.narrow());
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

template <>
[[nodiscard, gnu::always_inline]] inline Checked floor_div<Checked>(const Checked& dividend, const Checked& divisor) {
  if (dividend.is_narrow() && divisor.is_narrow()) {
    const std::int64_t quotient = dividend.narrow() / divisor.narrow(), rest = dividend.narrow() % divisor.narrow();
    return Checked(quotient - (rest < 0));
  }
  const Int128 quotient = dividend.get() / divisor.get();
  return Checked(quotient - (quotient * divisor.get() > dividend.get()));
}

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

[[nodiscard]] inline unsigned bit_length(Checked value) { return bit_length(value.get()); }
[[nodiscard]] inline Checked operator<<(Checked value, unsigned count) { return value * Checked(Int128{1} << count); }

// About the value, infinite where it is beyond doubles.
[[nodiscard]] inline double to_double(const Integer& value) { return value.convert_to<double>(); }
[[nodiscard]] inline double to_double(Checked value) { return static_cast<double>(value.get()); }

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
