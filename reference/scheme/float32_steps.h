// What the schemes share that multiply in float32. Each operation is rounded once, to 24 bits, ties to even.
// Lemma S8: a factor p / 2^k, k <= 149, times an integer is a multiple of 2^-k, and so are that product's float32 and every float32 that
// comes of adding integers to it: in units of 2^-k all of them are integers of at most 24 bits, and none is subnormal in a
// way that round_significant does not know. With a factor below 2^64 and |N| < 2^32 none is infinite.
#pragma once

#include "reference/scheme/recipe.h"

namespace halflsb {

// The one parameter: a float32 above 0 and below 2^64.
[[nodiscard]] std::vector<ParameterField> float32_fields();
[[nodiscard]] Rational float32_slope(const Parameters& parameters);

// The factor's float32; of scales, input * filter / output from left to right in float32.
[[nodiscard]] Result<Rational> float32_factor(const FactorSource& source);
[[nodiscard]] Result<Parameters> float32_derive(const FactorSource& source, std::string_view scheme);

// (float) N * factor + zero point, each in float32, then the nearest int32, ties to even, saturated.
[[nodiscard]] Scheme float32_zero_point_first(const Parameters& parameters, const Integer& zero_point);
// (float) N * factor, then the nearest int32, ties to even, saturated or not; then the zero point.
[[nodiscard]] Scheme float32_zero_point_last(const Parameters& parameters, const Integer& zero_point, bool saturating);

}  // namespace halflsb
