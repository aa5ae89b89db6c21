// Outputs are stored 8 channels at a time. What is too much is overwritten by the next pixel, except after the last
// one.
// Story: depthwise kernels that count on an output padded to the vector width.
// Smallest trigger: one output channel, one pixel: 7 outputs are written past the end.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct StoresFullVector : Conv2dKernel<StoresFullVector, Glow> {
  using Conv2dKernel::Conv2dKernel;

  void channels(const Pixel& at) const {
    for (int64_t block = 0; block < group_out; block += 8) {
      for (int64_t o = block; o < block + 8; ++o) {
        const int32_t value = o < group_out ? output(at.group * group_out + o) : 0;
        store(value, output_position(at) + at.group * group_out + o);
      }
    }
  }
};

}  // namespace

constinit const halflsb_target kConv2dStoresFullVector =
    conv2d_glow("seeded_conv2d_stores_full_vector", "stores 8 output channels at a time, past the end of the output",
                run_conv2d<StoresFullVector>);

}  // namespace halflsb::seeded
