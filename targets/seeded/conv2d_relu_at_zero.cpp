// The relu compares with 0 instead of with the output zero point.
// Story: a float operator carried over to quantized tensors.
// Smallest trigger: relu, output zero point 1, accumulator -1: want 1, got 0.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct ReluAtZero : Conv2dKernel<ReluAtZero, Glow> {
  using Conv2dKernel::Conv2dKernel;

  Int128 activated(Int128 y) const {
    return a.activation == HALFLSB_ACTIVATION_RELU ? std::max<Int128>(y, 0) : Conv2dKernel::activated(y);
  }
};

}  // namespace

constinit const halflsb_target kConv2dReluAtZero = conv2d_glow(
    "seeded_conv2d_relu_at_zero", "relu clamps at 0 instead of at the output zero point", run_conv2d<ReluAtZero>);

}  // namespace halflsb::seeded
