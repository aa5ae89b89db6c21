// What the schemes with a Q31 multiplier share: N * multiplier * 2^(shift - 31), shift > 0 being a left shift.
#pragma once

#include "reference/scheme/recipe.h"

namespace halflsb {

[[nodiscard]] std::vector<ParameterField> q31_fields(const Interval& shift);
[[nodiscard]] Rational q31_slope(const Parameters& parameters);
[[nodiscard]] Parameters q31_parameters(std::string_view scheme, const Integer& multiplier, const Integer& shift);

// x -> round(x * multiplier / 2^31), to nearest or down, in 32 bits.
[[nodiscard]] Step high_mul_step(const Integer& multiplier, RoundingMode rounding, bool saturating);

// A left shift, a high multiplication with ties up, a right shift half away from zero, the zero point.
[[nodiscard]] Scheme q31_double_rounding(const Parameters& parameters, const Integer& zero_point, bool saturating);
// (N * multiplier + 2^(30 - shift)) >> (31 - shift) in 64 bits, whose shift counts end below `counts`; the zero point.
[[nodiscard]] Scheme q31_single_rounding(const Parameters& parameters, const Integer& zero_point, int counts);

// The double that TFLite's recipe starts from.
[[nodiscard]] Result<Rational> effective_scale(const FactorSource& source);

// A double as round(significand * 2^31), half away from zero and below 2^31, and its exponent; 0 as it is.
struct Q31 {
  Integer multiplier = 0;
  int shift = 0;
};
[[nodiscard]] Q31 q31_of(const Rational& scale);

// TFLite's QuantizeMultiplier: factors below 2^-32 become 0.
[[nodiscard]] Result<Parameters> quantize_multiplier(const FactorSource& source, std::string_view scheme);

// The significand of the float32 factor, 24 bits in the upper part of Q31, and its exponent: as XNNPACK and QNNPACK take it apart.
// 2^-32 <= factor < 2^limit, or the error says so.
[[nodiscard]] Result<Parameters> split_float32(const FactorSource& source, std::string_view scheme, int limit);

}  // namespace halflsb
