// What a sweep has found on some of the accumulators, exactly: parts add up to the whole in any order.
#pragma once

#include <optional>

#include "harness/problem/json.h"
#include "harness/sweep/nearest.h"
#include "reference/exact/integer.h"
#include "reference/exact/result.h"

namespace halflsb {

template <class Int>
struct Peaked {
  Int value;
  Int accumulator;  // of smallest |N| that has it, on equal |N| the positive one
};

// Keeps the peak of sign * value.
template <class Int>
void keep_peak(std::optional<Peaked<Int>>& kept, int sign, const Int& value, const Int& n) {
  if (kept) {
    const bool ahead = sign > 0 ? value > kept->value : value < kept->value;
    if (!ahead && (value != kept->value || !nearer_to_zero<Int>(n, kept->accumulator))) return;
  }
  kept = Peaked<Int>{value, n};
}

template <class Int>
struct DifferenceTally {
  Int differing = 0;
  std::optional<Int> witness;          // the nearest N on which the two differ
  std::optional<Peaked<Int>> largest;  // difference, where they differ
};

template <class Int>
struct ErrorTally {
  Int count = 0;                        // accumulators
  std::optional<Peaked<Int>> max, min;  // scaled errors, see Question::unit()
  Int sum = 0, misrounded = 0;
  Int unsaturated_sum = 0, unsaturated_misrounded = 0;
  std::optional<Int> overflow;  // the nearest N on which a step overflows
};

struct Tally {
  ErrorTally<Integer> error;
  DifferenceTally<Integer> difference;  // from what a target declares

  void add(const Tally& other);
};

[[nodiscard]] Json to_json(const Tally& tally);
[[nodiscard]] Result<Tally> tally_from_json(const Json& json);

}  // namespace halflsb
