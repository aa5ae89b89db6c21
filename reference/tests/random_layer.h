// Small random convolution layers of every kind that the format can say: strides, dilations, groups, paddings larger than
// the kernel, both byte types, per-tensor and per-channel parameters, biases and activations, data of either rail.
#pragma once

#include "reference/conv/layer.h"
#include "reference/tests/draw.h"

namespace halflsb {

[[nodiscard]] ConvShape random_shape(Draw& draw);
[[nodiscard]] ConvLayer random_layer(Draw& draw);

}  // namespace halflsb
