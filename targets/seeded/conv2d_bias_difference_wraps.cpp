// bias - bias_zero_point is formed in 32 bits before it is rescaled.
// Story: Glow a5d9e0e86a (#3466); upstream then kept quantized biases to 30 bits.
// Smallest trigger: bias 2147483647, bias zero point -1, bias rescaled with a factor below 1.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct BiasDifferenceWraps : Conv2dKernel<BiasDifferenceWraps, Glow> {
  using Conv2dKernel::Conv2dKernel;

  int64_t centred_bias(int64_t o) const { return wrap32(Conv2dKernel::centred_bias(o)); }
};

}  // namespace

constinit const halflsb_target kConv2dBiasDifferenceWraps =
    conv2d_glow("seeded_conv2d_bias_difference_wraps",
                "bias minus its zero point wraps at 32 bits before the rescaling", run_conv2d<BiasDifferenceWraps>);

}  // namespace halflsb::seeded
