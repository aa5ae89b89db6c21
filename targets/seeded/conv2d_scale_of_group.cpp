// The rescaling of an output channel is looked up by its group.
// Story: Glow 66eb320a16 (#3877): scale[g] for scale[d]; right where each group has one channel.
// Smallest trigger: two output channels, one group, scales 1 and 2: channel 1 is scaled by 1.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct ScaleOfGroup : Conv2dKernel<ScaleOfGroup, Glow> {
  using Conv2dKernel::Conv2dKernel;

  const halflsb_rescale& rescale(int64_t o) const { return a.rescale[a.rescale_per_channel ? o / group_out : 0]; }
};

}  // namespace

constinit const halflsb_target kConv2dScaleOfGroup = conv2d_glow_per_channel(
    "seeded_conv2d_scale_of_group", "the rescaling per channel is indexed by group", run_conv2d<ScaleOfGroup>);

}  // namespace halflsb::seeded
