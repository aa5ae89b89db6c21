// Channels are read four at a time and the remainder is left out; a layer of fewer than four goes another way and is
// right.
// Story: vector loops without their tail, as in QNNPACK-style kernels that count on padded channels.
// Smallest trigger: five input channels.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct DepthRemainderDropped : Conv2dKernel<DepthRemainderDropped, Glow> {
  using Conv2dKernel::Conv2dKernel;

  uint32_t dot(int64_t o) const {
    const int64_t used = group_in < 4 ? group_in : group_in / 4 * 4;
    uint32_t sum = 0;
    for (int64_t tap = 0; tap < depth; tap += group_in) {
      for (int64_t i = 0; i < used; ++i) sum += product(o, tap + i);
    }
    return sum;
  }
};

}  // namespace

constinit const halflsb_target kConv2dDepthRemainderDropped =
    conv2d_glow("seeded_conv2d_depth_remainder_dropped", "from 4 channels on the last in_channels % 4 are left out",
                run_conv2d<DepthRemainderDropped>);

}  // namespace halflsb::seeded
