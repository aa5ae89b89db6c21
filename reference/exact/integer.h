// Unbounded integers and rationals, and the few integer functions everything else is built from.
// Every function is exact for every argument in its stated domain.
#pragma once

#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <string>

namespace halflsb {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;
__extension__ using Int128 = __int128;

// Quotient rounded toward minus infinity; divisor > 0. (C++ division rounds toward zero.)
template <class Int>
[[nodiscard]] Int floor_div(const Int& dividend, const Int& divisor) {
  Int quotient = dividend / divisor;
  if (dividend < 0 && quotient * divisor != dividend) --quotient;
  return quotient;
}

// 2^exponent, exponent >= 0.
[[nodiscard]] inline Integer pow2(unsigned exponent) { return Integer(1) << exponent; }

// 2^exponent for either sign.
[[nodiscard]] inline Rational pow2_rational(int exponent) {
  return exponent >= 0 ? Rational(pow2(static_cast<unsigned>(exponent)))
                       : Rational(1, pow2(static_cast<unsigned>(-exponent)));
}

// Bits of |value|: the smallest b with |value| < 2^b.
[[nodiscard]] inline unsigned bit_length(const Integer& value) {
  return value == 0 ? 0U : static_cast<unsigned>(msb(abs(value))) + 1U;
}

[[nodiscard]] inline unsigned bit_length(Int128 value) {
  __extension__ using UInt128 = unsigned __int128;
  const UInt128 magnitude = value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
  const auto high = static_cast<std::uint64_t>(magnitude >> 64), low = static_cast<std::uint64_t>(magnitude);
  return static_cast<unsigned>(high != 0 ? 64 + std::bit_width(high) : std::bit_width(low));
}

// floor(log2(value)), value > 0.
// Lemma E4: for bit lengths a, b of value's two parts, 2^(a-1-b) < value < 2^(a-b+1): the answer is a-b or a-b-1.
[[nodiscard]] int floor_log2(const Rational& value);

[[nodiscard]] Integer to_integer(Int128 value);
[[nodiscard]] Int128 to_int128(const Integer& value);  // |value| < 2^127

// "p/q" in lowest terms, "p" when q is 1.
[[nodiscard]] std::string to_text(const Rational& value);
[[nodiscard]] std::string to_text(const Integer& value);

// The double nearest to value (ties to even), for display and for the sibling `decimal` of a JSON rational.
// Lemma E6: the nearest double is m * 2^e with |m| < 2^53 and e >= -1074, so that building it from m and e rounds nothing.
[[nodiscard]] double to_decimal(const Rational& value);

}  // namespace halflsb
