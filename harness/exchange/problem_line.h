// A problem on a line of its own, in either of its forms: what `gen` prints, what a program elsewhere repeats, what `verify` reads.
#pragma once

#include <string>
#include <string_view>

#include "harness/problem/problem.h"

namespace halflsb {

enum class LineFormat { text, json };

// Every field, defaults too: whoever reads it need not know them.
[[nodiscard]] std::string line_of(const Problem& problem, LineFormat format);

// Text, or JSON where it opens with a brace.
[[nodiscard]] Result<Problem> problem_of(std::string_view line);

// Blank lines and lines that start with # hold nothing.
[[nodiscard]] bool holds_nothing(std::string_view line);

}  // namespace halflsb
