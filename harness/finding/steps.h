// One output of a problem in steps: sum of products, bias, the scheme's steps, activation, clamp; each exact and in its
// register.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "harness/finding/render.h"
#include "harness/problem/problem.h"

namespace halflsb {

struct OutputExplanation {
  Parameters parameters;
  Rational factor;
  std::vector<Row> rows;
  Integer output;  // clamped
  Rational real;   // clamped
};

// N, H, W, C of the outputs; 1, 1, 1, count for requantize.
[[nodiscard]] std::array<std::int64_t, 4> output_shape(const Problem& problem);

// `where` is inside the output.
[[nodiscard]] OutputExplanation explain_output(const Problem& problem, std::array<std::int64_t, 4> where);

// The rows behind the scheme's own: the activation, and the clamp to `output` where there is one.
void add_final_rows(std::vector<Row>& rows, const Activation& activation, const OutputTrace& trace,
                    const std::optional<Interval>& output);

// `other`: rows to show beside, see render.h.
[[nodiscard]] std::string to_text(const OutputExplanation& explanation, const std::vector<Row>& other = {},
                                  const std::string& title = "");
[[nodiscard]] Json to_json(const OutputExplanation& explanation);

}  // namespace halflsb
