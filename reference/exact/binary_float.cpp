#include "reference/exact/binary_float.h"

#include <cmath>

#include "reference/exact/rounding.h"

namespace halflsb {

Result<Rational> nearest_float(const Rational& value, const FloatFormat& format) {
  if (value == 0) return value;
  const int exponent = std::max(floor_log2(abs(value)), format.min_exponent);
  const Rational ulp = pow2_rational(exponent - (format.precision - 1));
  const Rational nearest = Rational(round(value / ulp, RoundingMode::ties_to_even)) * ulp;
  if (abs(nearest) >= pow2_rational(format.max_exponent + 1)) {
    return Error{"the value is too large for a " + std::string(format.name)};
  }
  return nearest;
}

Rational exact_value(double value) {
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);  // value = fraction * 2^exponent, 1/2 <= |fraction| < 1
  const auto mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 53));
  return Rational(Integer(mantissa)) * pow2_rational(exponent - 53);
}

}  // namespace halflsb
