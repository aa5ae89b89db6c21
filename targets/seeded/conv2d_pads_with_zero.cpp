// Padding is filled with 0, which is not the real value 0 unless the input zero point is 0.
// Story: Glow 88d86e22cc (#2084): zero() of a quantized tensor wrote 0; and padding fused only where its value is 0.
// Smallest trigger: in=1x1x1x1, pad left 1, input zero point 1, filter 1: the tap in the padding adds -1.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct PadsWithZero : Conv2dKernel<PadsWithZero, Glow> {
  using Conv2dKernel::Conv2dKernel;

  int32_t padding_value() const { return 0; }
};

}  // namespace

constinit const halflsb_target kConv2dPadsWithZero = conv2d_glow(
    "seeded_conv2d_pads_with_zero", "padding is 0 instead of the input zero point", run_conv2d<PadsWithZero>);

}  // namespace halflsb::seeded
