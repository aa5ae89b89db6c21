// Binary floating point as exact rationals: the float32 or double nearest to a rational, ties to even, subnormals included.
#pragma once

#include "reference/exact/integer.h"
#include "reference/exact/result.h"

namespace halflsb {

struct FloatFormat {
  const char* name;
  int precision;     // bits of the significand
  int min_exponent;  // of the smallest normal number, 2^min_exponent
  int max_exponent;  // of the largest finite number, below 2^(max_exponent + 1)
};

inline constexpr FloatFormat kFloat32{"float32", 24, -126, 127};
inline constexpr FloatFormat kDouble{"double", 53, -1022, 1023};

// Lemma E3: rounding to a multiple of 2^(max(floor_log2|value|, min_exponent) - precision + 1), ties to even, is IEEE 754's
// rounding, subnormals included; it is infinite exactly where that multiple reaches 2^(max_exponent + 1).
// Error where the nearest value would be infinite. May be 0 for a tiny value.
[[nodiscard]] Result<Rational> nearest_float(const Rational& value, const FloatFormat& format);

// The exact value of a finite float or double.
[[nodiscard]] Rational exact_value(double value);

}  // namespace halflsb
