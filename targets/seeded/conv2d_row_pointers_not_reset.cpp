// Four filter pointers are set once and advanced by the vector part of the depth, a multiple of 8, per group of 4
// output channels, instead of being set anew.
// Story: CMSIS-NN 3e629c05bc (CMSIS_5 PR #811): for a depth below 8 every group has the weights of the first.
// Smallest trigger: eight output channels, depth 1: channels 4 to 7 repeat channels 0 to 3.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct RowPointersNotReset : Conv2dKernel<RowPointersNotReset, TfliteDouble> {
  using Conv2dKernel::Conv2dKernel;

  int64_t first_weight(int64_t o) const {
    const int64_t local = o % group_out;
    if (local >= group_out / 4 * 4) return Conv2dKernel::first_weight(o);
    return (o - local + local % 4) * depth + local / 4 * (depth / 8 * 8);
  }
};

}  // namespace

constinit const halflsb_target kConv2dRowPointersNotReset =
    conv2d_tflite("seeded_conv2d_row_pointers_not_reset", "filter pointers are not set anew for each 4 output channels",
                  run_conv2d<RowPointersNotReset>);

}  // namespace halflsb::seeded
