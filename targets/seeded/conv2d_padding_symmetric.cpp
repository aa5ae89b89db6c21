// The rows above the input are taken to be half of all padding rows.
// Story: esp-nn #31, ExecuTorch #20558, LiteRT #9256: the asymmetric part of SAME padding dropped.
// Smallest trigger: in 1x1, kernel 2x1, pad bottom 2: (0 + 2) / 2 = 1 row above instead of none.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct PaddingSymmetric : Conv2dKernel<PaddingSymmetric, Glow> {
  using Conv2dKernel::Conv2dKernel;

  int64_t top(int64_t h) const { return h * a.stride_height - (int64_t{a.pad_top} + a.pad_bottom) / 2; }
};

}  // namespace

constinit const halflsb_target kConv2dPaddingSymmetric = conv2d_glow(
    "seeded_conv2d_padding_symmetric", "top and bottom padding are taken to be equal", run_conv2d<PaddingSymmetric>);

}  // namespace halflsb::seeded
