// A problem: one case of one operation, with its shape, parameters and data. Property tests, fuzzing, sweeps, findings and the
// command line all hold this one type; it has one text, one JSON form and one byte encoding (see the files beside this one).
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "reference/conv/layer.h"

namespace halflsb {

// clamp(scheme(acc) + zero_point) for each accumulator.
struct RequantizeProblem {
  Requantization requantization;  // one set of parameters
  std::vector<std::int32_t> accumulators;
  friend bool operator==(const RequantizeProblem&, const RequantizeProblem&) = default;
};

using Problem = std::variant<RequantizeProblem, ConvLayer>;

[[nodiscard]] inline std::string_view kind_of(const Problem& problem) {
  return std::holds_alternative<ConvLayer>(problem) ? "conv2d" : "requantize";
}

[[nodiscard]] inline const Requantization& requantization_of(const Problem& problem) {
  if (const auto* layer = std::get_if<ConvLayer>(&problem)) return layer->requantization;
  return std::get<RequantizeProblem>(problem).requantization;
}

}  // namespace halflsb
