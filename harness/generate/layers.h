// Convolution layers, and the parts of them that mutations draw again.
#pragma once

#include "harness/generate/random.h"
#include "reference/conv/layer.h"
#include "targets/abi/target.h"

namespace halflsb {

// One of the element types in a mask of bits.
[[nodiscard]] ElementType some_type(Random& random, std::uint32_t mask);

// Parameters for one or for each of `channels`, an output range and a zero point, all in the domain.
[[nodiscard]] Requantization some_requantization(Random& random, const halflsb_target& target, std::int64_t channels);
[[nodiscard]] OutputRange some_output(Random& random, const halflsb_domain& domain);
[[nodiscard]] std::int64_t some_zero_point(Random& random, const halflsb_domain& domain, const OutputRange& output);

[[nodiscard]] Activation some_activation(Random& random, const halflsb_domain& domain, const Requantization& rq);

// Zero points of input and filter, at their rails more often than not.
void draw_zero_points(Random& random, const halflsb_domain& domain, ConvLayer& layer);

// Parameters that bring this layer's sums into the output range, or one sum to within a hair of k + 1/2. Else nearly
// every output would be saturated or zero, and a wrong index would not show.
void aim_factor(Random& random, const halflsb_domain& domain, ConvLayer& layer);

// Small shapes first: `smallest` is one tap on one value.
[[nodiscard]] ConvLayer some_layer(Random& random, const halflsb_target& target, bool smallest);

}  // namespace halflsb
