// What is asked about a scheme: its error against N * factor + zero_point + offset over a range of accumulators.
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
  Rational offset = 0;  // what the real value has beside the zero point, where N is not all that was rounded; LSB

  // The scaled error of 1 LSB: the least number that makes factor and offset integers.
  [[nodiscard]] Integer unit() const {
    if (offset.is_zero()) return denominator(factor);
    return boost::multiprecision::lcm(Integer(denominator(factor)), Integer(denominator(offset)));
  }
};

}  // namespace halflsb
