// Do two schemes give the same output on every accumulator of a range?
#pragma once

#include <optional>

#include "reference/bound/question.h"

namespace halflsb {

struct Clamped {
  Scheme scheme;
  std::optional<Interval> output;  // empty: not clamped
};

struct Difference {
  Integer differing;               // accumulators
  Integer max_difference;          // of the outputs
  std::optional<Integer> witness;  // the differing N of smallest |N|, positive on a tie; unset where they are identical
  std::optional<Integer> at_most;  // the same among those with the largest difference
};

// Lemma B18: between two neighbouring thresholds, of either side, both outputs are constant: so many comparisons decide for all N.
// Empty where the two have more than kMostLevels outputs together.
[[nodiscard]] std::optional<Difference> difference(const Clamped& a, const Clamped& b, const Interval& accumulator,
                                                   Arithmetic arithmetic = Arithmetic::automatic);

}  // namespace halflsb
