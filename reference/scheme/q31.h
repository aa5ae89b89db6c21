// What the schemes with a Q31 multiplier share: N * multiplier * 2^(shift - 31), shift > 0 being a left shift.
#pragma once

#include "reference/scheme/recipe.h"

namespace halflsb {

[[nodiscard]] std::vector<ParameterField> q31_fields(const Interval& shift);
[[nodiscard]] Rational q31_slope(const Parameters& parameters);
[[nodiscard]] Parameters q31_parameters(std::string_view scheme, const Integer& multiplier, const Integer& shift);

[[nodiscard]] inline Integer positive_part(const Integer& value) { return value > 0 ? value : Integer(0); }

// x -> round(x * multiplier / 2^31), to nearest or down, in 32 bits.
[[nodiscard]] Step high_mul_step(const Integer& multiplier, RoundingMode rounding);

// TFLite's QuantizeMultiplier: the double's significand as Q31, half away from zero, and its exponent; factors below 2^-32 become 0.
[[nodiscard]] Result<Parameters> quantize_multiplier(const FactorSource& source, std::string_view scheme,
                                                     bool single_rounding);

// The significand of the float32 factor, 24 bits in the upper part of Q31, and its exponent: as XNNPACK and QNNPACK take it apart.
// least <= factor < 2^limit, or the error says so.
[[nodiscard]] Result<Parameters> split_float32(const FactorSource& source, std::string_view scheme,
                                               const Rational& least, int limit);

}  // namespace halflsb
