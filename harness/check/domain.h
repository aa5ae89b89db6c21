// Does a problem lie in the domain that a target declares for its contract?
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "harness/problem/problem.h"
#include "targets/abi/target.h"

namespace halflsb {

// Empty where it does; otherwise what lies outside, for people: "groups is 4 (the target takes 1 to 1)".
[[nodiscard]] std::string outside_domain(const halflsb_target& target, const Problem& problem);

// Can this machine run the target?
[[nodiscard]] bool machine_supports(const halflsb_target& target);

// The narrowest ABI element type that holds the output range.
[[nodiscard]] ElementType output_type_of(const OutputRange& range);

// The range that a domain sets to an integer parameter; null where it sets none.
[[nodiscard]] const halflsb_range* range_of(std::string_view parameter, const halflsb_domain& domain);

inline constexpr int kLeastFloat32Exponent = -125;  // no subnormals

// The factors that a target with a float form takes: from its shift range, as the ABI says.
[[nodiscard]] std::pair<Rational, Rational> float32_range(const halflsb_domain& domain);

}  // namespace halflsb
