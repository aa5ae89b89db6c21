// Output channels are done in blocks of 8; the filter zero point is read with the index within the block.
// Story: gemmlowp a2fc3d77fa, 2f8035d58d: offset[r] for offset[block_start + r]; the first fix's test used equal
// offsets.
// Smallest trigger: nine output channels with a filter zero point of their own: channel 8 uses that of channel 0.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct ZeroPointOfBlock : Conv2dKernel<ZeroPointOfBlock, Glow> {
  using Conv2dKernel::Conv2dKernel;

  int32_t filter_zero_point(int64_t o) const {
    return a.filter_zero_point[a.filter_zero_point_per_channel ? o % 8 : 0];
  }
};

}  // namespace

constinit const halflsb_target kConv2dZeroPointOfBlock = conv2d_glow_per_channel(
    "seeded_conv2d_zero_point_of_block", "the filter zero point per channel is read with the index in a block of 8",
    run_conv2d<ZeroPointOfBlock>);

}  // namespace halflsb::seeded
