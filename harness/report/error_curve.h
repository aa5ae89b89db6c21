// The exact error of one set of parameters, sampled where its output is not saturated and around, with what is proved about all
// of int32.
#pragma once

#include <optional>
#include <vector>

#include "reference/bound/prove.h"
#include "reference/conv/layer.h"

namespace halflsb::report {

struct Histogram {
  double width = 0;        // of a bin, LSB; bin i is [i * width, (i + 1) * width), of a bound the side towards 0
  std::int64_t first = 0;  // the number of the first bin
  std::vector<std::uint64_t> counts;
  std::uint64_t total = 0;
  bool every = false;  // the accumulators counted are all of those that do not saturate
};

struct ErrorCurve {
  Interval accumulator;        // int32
  std::optional<Proof> proof;  // empty where the prover has no answer
  Overflow overflow;
  std::optional<Interval> unsaturated;  // the accumulators whose real value is inside the output range; empty: none
  Interval view;                        // those that are plotted
  std::vector<std::pair<Integer, double>> samples;  // N, e(N); ascending
  Histogram histogram;                              // of the unsaturated ones; of all in view where there are none
};

// `requantization` has one set of parameters. The same one gives the same samples.
[[nodiscard]] ErrorCurve error_curve(const Requantization& requantization);

}  // namespace halflsb::report
