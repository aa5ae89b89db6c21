// x - zero_point is kept in 8 bits for i8 inputs; the difference needs 9.
// Story: ExecuTorch PR #20655: int8(x - z), 100 - (-100) = -56.
// Smallest trigger: i8 input 127 with input zero point -1.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct CentredIn8Bits : Conv2dKernel<CentredIn8Bits, Glow> {
  using Conv2dKernel::Conv2dKernel;

  int32_t centred(int64_t k) const {
    const int32_t difference = Conv2dKernel::centred(k);
    return a.input_type == HALFLSB_I8 ? static_cast<int8_t>(difference) : difference;
  }
};

}  // namespace

constinit const halflsb_target kConv2dCentredIn8Bits = conv2d_glow(
    "seeded_conv2d_centred_in_8_bits", "input minus zero point wraps at 8 bits", run_conv2d<CentredIn8Bits>);

}  // namespace halflsb::seeded
