// The dilation of the height is used for both axes.
// Story: kernels that grew out of a square one; every test had equal dilations.
// Smallest trigger: in 1x3, kernel 1x2, dilation width 2: the second tap reads column 1 instead of column 2.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct DilationOfHeight : Conv2dKernel<DilationOfHeight, Glow> {
  using Conv2dKernel::Conv2dKernel;

  int64_t tap_x(int64_t w, int64_t kw) const { return left(w) + kw * a.dilation_height; }
};

}  // namespace

constinit const halflsb_target kConv2dDilationOfHeight = conv2d_glow(
    "seeded_conv2d_dilation_of_height", "the width is dilated as the height is", run_conv2d<DilationOfHeight>);

}  // namespace halflsb::seeded
