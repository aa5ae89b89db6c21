// The sum of raw products and the compensation for zero points and bias are added as floats.
// Story: a public inference library: float(acc) + float(comp) loses the low bits of either beyond 2^24.
// Smallest trigger: bias 16777217, identity rescaling, i32 output: got 16777216.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct FloatCompensation : Conv2dKernel<FloatCompensation, Glow> {
  using Conv2dKernel::Conv2dKernel;

  uint32_t accumulator(int64_t o) const {
    int64_t raw = 0;
    for (int64_t k = 0; k < depth; ++k) raw += row[k] * (weight(o, k) + filter_zero_point(o));
    const int64_t compensation = static_cast<int32_t>(Conv2dKernel::accumulator(o)) - raw;
    const float sum = static_cast<float>(raw) + static_cast<float>(compensation);
    return static_cast<uint32_t>(static_cast<int64_t>(sum));
  }
};

}  // namespace

constinit const halflsb_target kConv2dFloatCompensation = conv2d_glow(
    "seeded_conv2d_float_compensation", "raw sum and compensation are added in float", run_conv2d<FloatCompensation>);

}  // namespace halflsb::seeded
