// convolve() for layers by the thousand: its buffers stay from layer to layer, and sums are formed in int32 where lemma C1 and the
// bias allow it. Everything else is left to convolve_one_by_one(), which it equals on every layer.
#pragma once

#include <vector>

#include "reference/conv/conv.h"
#include "reference/conv/patches.h"

namespace halflsb {

class Convolver {
 public:
  // The layer must be valid. The result stays until the next call.
  const ConvResult& operator()(const ConvLayer& layer);

 private:
  [[nodiscard]] bool set_bias(const ConvLayer& layer);
  void pack_filters(const ConvLayer& layer);
  [[nodiscard]] bool sum_groups(const ConvShape& shape);
  void pack_taps(const ConvLayer& layer);
  [[nodiscard]] bool sum_products(const ConvLayer& layer);

  Patches patches_;
  std::vector<std::int16_t> filter_;
  std::vector<std::int32_t> bias_;  // [group][output], both as filter rows are filled up
  ConvResult result_;
};

}  // namespace halflsb
