// How close a search for bad accumulators came to what the prover knows, for one set of parameters.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/problem/json.h"
#include "harness/problem/problem.h"
#include "reference/bound/prove.h"
#include "targets/abi/target.h"

namespace halflsb {

struct ParameterScore {
  Requantization requantization;  // one set of parameters
  ErrorAt found;                  // of largest |e| that was met, as |e|
  std::optional<ErrorAt> proved;  // the largest there is over int32; empty where the prover has no answer
  // Where some accumulator overflows: the proven witness, and the overflowing accumulator of smallest |N| that was met.
  std::optional<Integer> witness, overflow_found;

  [[nodiscard]] bool frontier_reached() const { return witness && overflow_found && *witness == *overflow_found; }
};

// out(N) - real(N), both clamped; LSB.
[[nodiscard]] Rational error_of(const Requantization& requantization, const Integer& accumulator);
// The same with the scheme at hand: for accumulators by the ten thousand.
[[nodiscard]] Rational error_of(const Requantization& requantization, const Scheme& scheme, const Integer& accumulator);

// Over all of int32.
[[nodiscard]] Question question_of(const Requantization& requantization);

// For accumulators of one set of parameters, at least one.
[[nodiscard]] ParameterScore score_of(const Requantization& requantization,
                                      const std::vector<std::int64_t>& accumulators);

// Whether errors for these parameters are worth a list: with outputs of more than 16 bits the largest are those of factors that no network
// has.
[[nodiscard]] inline bool comparable(const Requantization& requantization) {
  return requantization.output.hi - requantization.output.lo <= UINT16_MAX;
}

// Of the requantize problems in a target's domain among the fuzz inputs in a directory: the comparable sets of parameters with the largest
// errors met, `most` of them.
[[nodiscard]] std::vector<ParameterScore> scores_of_inputs(const std::string& directory, const halflsb_target& target,
                                                           std::size_t most);

[[nodiscard]] Json to_json(const ParameterScore& score);

}  // namespace halflsb
