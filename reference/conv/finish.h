// From accumulators to outputs: the scheme's steps, the activation, the clamp.
#pragma once

#include <optional>
#include <vector>

#include "reference/conv/layer.h"
#include "reference/scheme/twin.h"

namespace halflsb {

// The activation on an output before the clamp; z is the output zero point.
[[nodiscard]] Integer activate(const Activation& activation, const Integer& value, const Integer& zero_point,
                               int width);

// max(y, a), min(max(y, a), b) and then a clamp are again one clamp, to what the two ends become. Empty for a leaky relu.
[[nodiscard]] std::optional<OutputRange> one_clamp(const Requantization& requantization, const Activation& activation);

// One channel, for |accumulator| up to a bound: in 128 bits where these suffice. What it is made from must outlive it.
class Finish {
 public:
  Finish(const Requantization& requantization, const Activation& activation, std::int64_t channel,
         const Integer& bound);

  [[nodiscard]] std::int32_t operator()(Int128 accumulator) const;

 private:
  const Requantization& requantization_;
  const Activation& activation_;
  Scheme scheme_;
  std::optional<Twin> twin_;
  std::optional<OutputRange> clamp_;
};

// The same for arrays, channels varying fastest: on lanes (scheme/lanes.h) where these suffice, else with Finish.
void finish_all(const Requantization& requantization, const Activation& activation,
                const std::vector<std::int32_t>& accumulators, std::vector<std::int32_t>& outputs);

}  // namespace halflsb
