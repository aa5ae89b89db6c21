// The prover's answers as JSON, in the shapes that the design fixes.
#pragma once

#include "harness/finding/render.h"
#include "reference/bound/prove.h"

namespace halflsb::cli {

[[nodiscard]] Json to_json(const Interval& interval);                   // {"lo":"...","hi":"..."}
[[nodiscard]] Json output_json(const std::optional<Interval>& output);  // {"lo":-128,"hi":127} or null
[[nodiscard]] Json to_json(const Overflow& overflow);
[[nodiscard]] Json to_json(const Extremes& extremes, const Rational& mean);  // max, min, max_abs, mean
[[nodiscard]] Json unsaturated_json(const std::optional<Unsaturated>& unsaturated);

// The parameters of a scheme and its zero point.
[[nodiscard]] Json parameters_json(const Parameters& parameters, const Integer& zero_point);

}  // namespace halflsb::cli
