// What is asked about a scheme: its error against N * factor + zero_point over a range of accumulators.
#pragma once

#include <optional>

#include "reference/scheme/scheme.h"

namespace halflsb {

// automatic: 128 bits where they suffice, unbounded integers where they do not. unbounded: always those.
enum class Arithmetic { automatic, unbounded };

struct Question {
  Scheme scheme;
  Rational factor;
  Integer zero_point;
  Interval accumulator;            // lo <= hi
  std::optional<Interval> output;  // empty: neither side is clamped
  Arithmetic arithmetic = Arithmetic::automatic;
};

}  // namespace halflsb
