// Simpler parameters of a scheme, simpler factors and simpler output ranges: the most promising first.
#pragma once

#include <vector>

#include "reference/conv/layer.h"

namespace halflsb {

// Each parameter toward its simplest value (shifts 0, scale 1, multiplier 2^30, a rounding mode's default); and
// parameters of nearly the same slope. Some may lie outside the recipe's ranges.
[[nodiscard]] std::vector<Parameters> simpler_parameters(const Parameters& parameters);

// All integers at their simplest values.
[[nodiscard]] Parameters simplest_parameters(const Parameters& parameters);

// Fractions whose numerator and denominator are no larger.
[[nodiscard]] std::vector<Rational> simpler_rationals(const Rational& value);

// The range of i8, those of the types up to its own, and its ends toward the ends of its own type.
[[nodiscard]] std::vector<OutputRange> simpler_ranges(const OutputRange& range);

// One respect in which a requantization is simpler, but for its scheme: zero point, output range, width, real factors.
[[nodiscard]] std::vector<Requantization> simpler_ends(const Requantization& requantization);

}  // namespace halflsb
