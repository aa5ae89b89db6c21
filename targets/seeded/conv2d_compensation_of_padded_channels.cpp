// What the input zero point adds to a sum is kept in a table by output channel, and read as if each group had been padded to 16 of them.
// Story: a public inference library: base + G * OC_padded for base + G * OC.
// Smallest trigger: two groups of one channel, an input zero point: channel 1 reads the table's entry 16.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct CompensationOfPaddedChannels : Conv2dKernel<CompensationOfPaddedChannels, Glow> {
  using Conv2dKernel::Conv2dKernel;

  static constexpr int64_t kVector = 16;

  void allocate() {
    Conv2dKernel::allocate();
    const int64_t padded = (group_out + kVector - 1) / kVector * kVector;
    compensation.assign(static_cast<size_t>(a.groups * padded), 0);
    for (int64_t o = 0; o < a.out_channels; ++o) {
      for (int64_t k = 0; k < depth; ++k) {
        compensation[static_cast<size_t>(o)] += static_cast<uint32_t>(a.input_zero_point * weight(o, k));
      }
    }
  }

  uint32_t dot(int64_t o) const {
    uint32_t sum = 0;
    for (int64_t k = 0; k < depth; ++k) sum += static_cast<uint32_t>(row[k] * weight(o, k));
    const int64_t padded = (group_out + kVector - 1) / kVector * kVector;
    return sum - compensation[static_cast<size_t>(o / group_out * padded + o % group_out)];
  }

  std::vector<uint32_t> compensation;
};

}  // namespace

constinit const halflsb_target kConv2dCompensationOfPaddedChannels =
    conv2d_glow("seeded_conv2d_compensation_of_padded_channels",
                "the zero-point table is read as if groups had 16 channels", run_conv2d<CompensationOfPaddedChannels>);

}  // namespace halflsb::seeded
