// A bias that is rescaled by integers of its own, and the output requantization behind it, as one:
//   N = S + B(b),  out(N);  real = (S + (b - bias_zero_point) * bias_factor) * factor + zero_point.
#pragma once

#include "reference/bound/prove.h"

namespace halflsb {

struct LayerQuestion {
  Question output;       // its accumulator is the range of S, the sum of products
  Scheme bias;           // from b to accumulator units, the subtraction of the bias's zero point included
  Rational bias_factor;  // accumulator units of one step of b
  Integer bias_zero_point;
  Interval bias_values;
};

struct LayerErrorAt {
  Rational value;
  std::optional<Integer> sum, bias;  // a pair that attains it; unset in an enclosure
};

struct LayerBound {
  Interval accumulator;  // N
  Overflow bias_overflow, output_overflow;
  Extremes bias_error;  // of B(b), accumulator units
  // Of the output over all S and b. Exact where every b was looked at; otherwise an enclosure: no error is outside of it.
  bool exact = true;
  LayerErrorAt max, min;
};

inline constexpr int kMostBiases = 4096;  // that are looked at one by one

// Empty where one of the two has no normal form.
[[nodiscard]] std::optional<LayerBound> layer_bound(const LayerQuestion& question);

}  // namespace halflsb
