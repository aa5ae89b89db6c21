// Which parameters make a layer's accumulators into the output that was dumped?
#pragma once

#include <vector>

#include "harness/layer/glow_layer.h"
#include "reference/conv/accumulators.h"

namespace halflsb {

// Parameters of the output and, where the bias has a scale of its own, of the bias.
struct LayerParameters {
  Parameters output;
  std::optional<Parameters> bias;
  friend bool operator==(const LayerParameters&, const LayerParameters&) = default;
};

[[nodiscard]] ConvLayer with_parameters(ConvLayer layer, const LayerParameters& parameters);

// Computes the sums of products once, then answers for any number of parameter sets.
class Reproducer {
 public:
  Reproducer(const ConvLayer& layer, const std::vector<std::int32_t>& dest);

  // Every output equals dest. Stops at the first that does not.
  [[nodiscard]] bool reproduces(const LayerParameters& parameters) const;

 private:
  ConvLayer layer_;  // its data is not needed any more
  const std::vector<std::int32_t>& dest_;
  Accumulators sums_;  // [N,H,W,O], without bias
};

}  // namespace halflsb
