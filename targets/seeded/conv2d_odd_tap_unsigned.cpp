// Depthwise, taps are taken two at a time from packed 16-bit lanes; the odd last one is taken from the low lanes
// without their sign.
// Story: CMSIS-NN 267c6aea7d: (a & 0xFFFF) * (b & 0xFFFF), wrong for 93.6 % of random inputs of a 3x3 layer.
// Smallest trigger: one tap, depthwise, a negative weight.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct OddTapUnsigned : Conv2dKernel<OddTapUnsigned, TfliteDouble> {
  using Conv2dKernel::Conv2dKernel;

  uint32_t product(int64_t o, int64_t k) const {
    const bool odd_one = taps % 2 == 1 && k == taps - 1;
    if (group_in != 1 || !odd_one) return Conv2dKernel::product(o, k);
    return (static_cast<uint32_t>(centred(k)) & 0xFFFF) * (static_cast<uint32_t>(weight(o, k)) & 0xFFFF);
  }
};

}  // namespace

constinit const halflsb_target kConv2dOddTapUnsigned = conv2d_tflite(
    "seeded_conv2d_odd_tap_unsigned", "depthwise, an odd last tap loses its signs", run_conv2d<OddTapUnsigned>);

}  // namespace halflsb::seeded
