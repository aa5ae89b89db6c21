// The leaky relu multiplies what is below 0, not what is below the output zero point, and multiplies the zero point
// too.
// Story: the relu story with a slope: a float operator carried over to quantized tensors.
// Smallest trigger: leaky relu with factor 1/2, output zero point 2, accumulator -2: want 1, got 0.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct LeakyReluAroundZero : Conv2dKernel<LeakyReluAroundZero, Glow> {
  using Conv2dKernel::Conv2dKernel;

  Int128 activated(Int128 y) const {
    if (a.activation != HALFLSB_ACTIVATION_LEAKY_RELU) return Conv2dKernel::activated(y);
    return y < 0 ? glow_wide(y, a.leaky) : y;
  }
};

}  // namespace

constinit const halflsb_target kConv2dLeakyReluAroundZero =
    conv2d_glow("seeded_conv2d_leaky_relu_around_zero", "the leaky relu bends at 0 instead of at the output zero point",
                run_conv2d<LeakyReluAroundZero>);

}  // namespace halflsb::seeded
