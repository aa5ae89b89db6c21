// Products are summed in 16 bits within each kernel tap and widened after it.
// Story: ncnn #717, #783 (PR #738): three products of 127 * 127 no longer fit.
// Smallest trigger: centred 255 * 255 with one channel; within i8 range 127 * 127 with three.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct Int16Accumulator : Conv2dKernel<Int16Accumulator, Glow> {
  using Conv2dKernel::Conv2dKernel;

  uint32_t dot(int64_t o) const {
    uint32_t sum = 0;
    for (int64_t tap = 0; tap < depth; tap += group_in) {
      int16_t partial = 0;
      for (int64_t k = tap; k < tap + group_in; ++k)
        partial = static_cast<int16_t>(partial + centred(k) * weight(o, k));
      sum += static_cast<uint32_t>(int32_t{partial});
    }
    return sum;
  }
};

}  // namespace

constinit const halflsb_target kConv2dInt16Accumulator = conv2d_glow(
    "seeded_conv2d_int16_accumulator", "the channels of a tap are summed in 16 bits", run_conv2d<Int16Accumulator>);

}  // namespace halflsb::seeded
