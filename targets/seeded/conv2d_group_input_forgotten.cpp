// Every group reads the input channels of the first.
// Story: grouped convolution added to a dense kernel: the filter was split by groups, the input was not.
// Smallest trigger: two groups, inputs 1 and 2, filters 1 and 1: want 1, 2, got 1, 1.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct GroupInputForgotten : Conv2dKernel<GroupInputForgotten, Glow> {
  using Conv2dKernel::Conv2dKernel;

  int64_t first_in(int64_t) const { return 0; }
};

}  // namespace

constinit const halflsb_target kConv2dGroupInputForgotten =
    conv2d_glow("seeded_conv2d_group_input_forgotten", "every group reads the input channels of group 0",
                run_conv2d<GroupInputForgotten>);

}  // namespace halflsb::seeded
