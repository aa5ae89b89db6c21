// One output of a problem in steps, for `explain` and for `replay --explain`.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "harness/cli/render.h"
#include "harness/problem/problem.h"

namespace halflsb::cli {

struct OutputExplanation {
  Parameters parameters;
  Rational factor;
  std::vector<Row> rows;
  Integer output;  // clamped
  Rational real;   // clamped
};

// "n,h,w,c" within the problem's output.
[[nodiscard]] Result<std::array<std::int64_t, 4>> parse_position(const Problem& problem, std::string_view text);

[[nodiscard]] OutputExplanation explain_output(const Problem& problem, std::array<std::int64_t, 4> where);

// `other`: rows to show beside, see render.h.
[[nodiscard]] std::string to_text(const OutputExplanation& explanation, const std::vector<Row>& other = {},
                                  const std::string& title = "");
[[nodiscard]] Json to_json(const OutputExplanation& explanation);

}  // namespace halflsb::cli
