// The bias is used as it stands; its zero point is not subtracted.
// Story: front ends that know only symmetric biases, given a bias that was quantized like any other tensor.
// Smallest trigger: bias 0 with bias zero point 1: want -1, got 0.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct BiasZeroPointIgnored : Conv2dKernel<BiasZeroPointIgnored, Glow> {
  using Conv2dKernel::Conv2dKernel;

  int64_t centred_bias(int64_t o) const { return bias_value(o); }
};

}  // namespace

constinit const halflsb_target kConv2dBiasZeroPointIgnored = conv2d_glow(
    "seeded_conv2d_bias_zero_point_ignored", "the bias zero point is not subtracted", run_conv2d<BiasZeroPointIgnored>);

}  // namespace halflsb::seeded
