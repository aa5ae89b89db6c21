// The strides of height and width change places on their way to the kernel.
// Story: ExecuTorch PR #18783: (y, x) passed as (x, y).
// Smallest trigger: in 3x1, kernel 1x1, stride height 2, width 1: the second output reads row 1 instead of row 2.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct StridesSwapped : Conv2dKernel<StridesSwapped, Glow> {
  using Conv2dKernel::Conv2dKernel;

  int64_t top(int64_t h) const { return h * a.stride_width - a.pad_top; }
  int64_t left(int64_t w) const { return w * a.stride_height - a.pad_left; }
};

}  // namespace

constinit const halflsb_target kConv2dStridesSwapped = conv2d_glow(
    "seeded_conv2d_strides_swapped", "the strides of height and width are swapped", run_conv2d<StridesSwapped>);

}  // namespace halflsb::seeded
