// The path for 8 output channels at a time multiplies by the raw filter value; the remainder path is right.
// Story: Glow b51f9d11b0 (PR #740): the unrolled path forgot the zero points, the scalar one did not.
// Smallest trigger: eight output channels, filter zero point 1, an input that is not its zero point.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct WidePathForgetsZeroPoint : Conv2dKernel<WidePathForgetsZeroPoint, Glow> {
  using Conv2dKernel::Conv2dKernel;

  int32_t filter_zero_point(int64_t o) const {
    const bool wide = o % group_out < group_out / 8 * 8;
    return wide ? 0 : Conv2dKernel::filter_zero_point(o);
  }
};

}  // namespace

constinit const halflsb_target kConv2dWidePathForgetsZeroPoint =
    conv2d_glow("seeded_conv2d_wide_path_forgets_zero_point",
                "whole blocks of 8 output channels ignore the filter zero point", run_conv2d<WidePathForgetsZeroPoint>);

}  // namespace halflsb::seeded
