#include "reference/exact/integer.h"

#include <cmath>

#include "reference/exact/binary_float.h"

namespace halflsb {

int floor_log2(const Rational& value) {
  const auto numerator_bits = static_cast<int>(bit_length(numerator(value)));
  const auto denominator_bits = static_cast<int>(bit_length(denominator(value)));
  // Lemma E4: one comparison decides between the two candidates.
  const int candidate = numerator_bits - denominator_bits;
  return value >= pow2_rational(candidate) ? candidate : candidate - 1;
}

Integer to_integer(Int128 value) {
  if (const auto narrow = static_cast<std::int64_t>(value); narrow == value) return Integer(narrow);
  const bool negative = value < 0;
  __extension__ using UInt128 = unsigned __int128;
  const UInt128 magnitude = negative ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
  Integer result = (Integer(static_cast<std::uint64_t>(magnitude >> 64)) << 64) + static_cast<std::uint64_t>(magnitude);
  return negative ? Integer(-result) : result;
}

Int128 to_int128(const Integer& value) {
  const Integer magnitude = abs(value);
  const auto high = static_cast<std::uint64_t>(magnitude >> 64);
  const auto low = static_cast<std::uint64_t>(magnitude & Integer(0xFFFFFFFFFFFFFFFFULL));
  const Int128 result = (static_cast<Int128>(high) << 64) | static_cast<Int128>(low);
  return value < 0 ? -result : result;
}

std::string to_text(const Integer& value) { return value.str(); }

std::string to_text(const Rational& value) {
  std::string text = numerator(value).str();
  if (denominator(value) != 1) text += "/" + denominator(value).str();
  return text;
}

double to_decimal(const Rational& value) {
  const auto nearest = nearest_float(value, kDouble);
  if (!nearest) return value < 0 ? -HUGE_VAL : HUGE_VAL;
  if (*nearest == 0) return 0.0;
  // Lemma E6: both factors and the product are exact doubles.
  const int exponent = std::max(floor_log2(abs(*nearest)) - 52, -1074);
  const Rational mantissa = *nearest * pow2_rational(-exponent);
  return std::ldexp(static_cast<double>(static_cast<std::int64_t>(numerator(mantissa))), exponent);
}

}  // namespace halflsb
