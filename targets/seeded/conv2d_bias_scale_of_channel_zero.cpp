// The bias of every channel is rescaled with the parameters of channel 0.
// Story: Glow 66eb320a16 (#3877) and its kind: one of several parameter arrays stayed per tensor.
// Smallest trigger: two output channels with bias scales 1 and 2, bias 1.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct BiasScaleOfChannelZero : Conv2dKernel<BiasScaleOfChannelZero, Glow> {
  using Conv2dKernel::Conv2dKernel;

  const halflsb_rescale& bias_rescale(int64_t) const { return a.bias_rescale[0]; }
};

}  // namespace

constinit const halflsb_target kConv2dBiasScaleOfChannelZero = conv2d_glow_per_channel(
    "seeded_conv2d_bias_scale_of_channel_zero", "the bias of every channel is rescaled as that of channel 0",
    run_conv2d<BiasScaleOfChannelZero>);

}  // namespace halflsb::seeded
