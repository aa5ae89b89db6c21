// The accumulators of a drawn layer in 64 bits, for aiming parameters and biases at them. The layer must be valid but
// for its bias.
#pragma once

#include <cstdint>

#include "harness/generate/random.h"
#include "reference/conv/layer.h"

namespace halflsb {

// Inclusive.
struct SumRange {
  std::int64_t lo = 0, hi = 0;
};

// The sum of products of one output, without the bias. `pixel` counts the outputs of a channel.
[[nodiscard]] std::int64_t sum_of_products(const ConvLayer& layer, std::int64_t pixel, std::int64_t channel);
[[nodiscard]] std::int64_t pixels(const ConvShape& shape);

// A range that holds every sum of the channel: the exact one where that costs at most `budget` products.
[[nodiscard]] SumRange sums_of_channel(const ConvLayer& layer, std::int64_t channel, std::int64_t budget);

// The largest magnitude that any sum of the layer can have, from the largest centred values it holds.
[[nodiscard]] std::int64_t largest_sum(const ConvLayer& layer);

}  // namespace halflsb
