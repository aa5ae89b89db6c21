// The changes of a convolution layer behind mutate() and cross().
#pragma once

#include "harness/generate/random.h"
#include "reference/conv/layer.h"
#include "targets/abi/target.h"

namespace halflsb {

// One thing changed: a size, zero points, types, data, bias, activation, or the factor aimed again.
void change_layer(Random& random, const halflsb_target& target, ConvLayer& layer);

// Takes the parameters, the activation, the bias or the data's zero points of another layer.
void cross_layer(Random& random, ConvLayer& layer, const ConvLayer& other);

// Drops what the byte encoding does not hold (a leaky slope beside another activation), and keeps accumulators within
// int32.
void tidy(ConvLayer& layer);

}  // namespace halflsb
