// Draws accumulators for one scheme: the rails, powers of two, exact ties, products within a hair of k + 1/2, the
// preimages of output thresholds, the frontiers of registers, sums that convolutions reach, and only then uniform ones.
// Each is worked out when it is drawn, by bisection or the solver of near_tie.h: about a microsecond.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "harness/generate/random.h"
#include "harness/generate/staircase.h"
#include "reference/conv/layer.h"

namespace halflsb {

class AccumulatorSource {
 public:
  // `levels`: outputs (zero point included) at which something changes beside the ends of `output`: a fused clip, the
  // zero point.
  AccumulatorSource(const Scheme& scheme, const OutputRange& output, std::vector<std::int64_t> levels);
  // Of one channel.
  explicit AccumulatorSource(const Requantization& requantization, std::int64_t channel = 0);

  [[nodiscard]] std::int32_t draw(Random& random);
  // One within the accumulators that the output range does not saturate, where there are any.
  [[nodiscard]] std::int32_t draw_unsaturated(Random& random);
  // The first accumulator whose output reaches a level.
  [[nodiscard]] std::optional<std::int64_t> reaching(std::int64_t level) const;

 private:
  std::int64_t start(Random& random);
  std::int64_t tie(Random& random);
  std::int64_t near_half(Random& random);
  std::int64_t threshold(Random& random) const;
  std::int64_t frontier(Random& random) const;

  std::optional<Staircase> steps_;
  OutputRange output_;
  std::vector<std::int64_t> levels_;
  std::optional<OutputRange> window_;  // the accumulators that are not saturated, once asked for
};

}  // namespace halflsb
