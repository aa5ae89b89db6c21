// Biases of a layer: in any form that the domain takes, aimed at accumulators, and kept where every accumulator fits 32
// bits.
#pragma once

#include "harness/generate/random.h"
#include "reference/conv/layer.h"
#include "targets/abi/target.h"

namespace halflsb {

// For a layer that is complete otherwise. Empty where the domain takes none, and sometimes elsewhere.
[[nodiscard]] std::optional<Bias> some_bias(Random& random, const halflsb_domain& domain, const ConvLayer& layer);

// Moves the bias of one channel so that one of its outputs has an accumulator that AccumulatorSource draws.
void aim_bias(Random& random, ConvLayer& layer, std::int64_t channel);

// Moves biases until every accumulator and every bias term fits int32, as every domain demands; drops them where
// nothing else helps.
void keep_in_int32(ConvLayer& layer);

}  // namespace halflsb
