// A problem as one line of text, `kind key=value ...`: what a finding prints and what `halflsb replay` reads.
#pragma once

#include <string>
#include <string_view>

#include "harness/problem/problem.h"

namespace halflsb {

// Every field, in a fixed order: equal problems have equal canonical text.
[[nodiscard]] std::string canonical_text(const Problem& problem);

// The same without the fields that hold their default.
[[nodiscard]] std::string minimal_text(const Problem& problem);

[[nodiscard]] Result<Problem> parse_problem(std::string_view line);

}  // namespace halflsb
