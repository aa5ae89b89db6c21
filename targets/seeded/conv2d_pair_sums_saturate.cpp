// For u8 inputs and i8 filters pairs of raw products are added in 16 bits with saturation, as vpmaddubsw does.
// Story: a public inference library on AVX2 without VNNI: 255 * 64 + 255 * 65 = 32895 became 32767.
// Smallest trigger: u8 input 255, 255 and i8 filter 127, 127 in two channels: want 64770, got 32767.
#include "targets/seeded/base/conv2d.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct PairSumsSaturate : Conv2dKernel<PairSumsSaturate, Glow> {
  using Conv2dKernel::Conv2dKernel;

  // Raw products; the zero points are settled afterwards, from the sums of the row and of the filter.
  uint32_t dot(int64_t o) const {
    if (a.input_type != HALFLSB_U8 || a.filter_type != HALFLSB_I8) return Conv2dKernel::dot(o);
    const int64_t x_zero = a.input_zero_point;
    const int64_t f_zero = filter_zero_point(o);
    int64_t sum = 0;
    for (int64_t k = 0; k < depth; k += 2) {
      int64_t pair = 0;
      for (int64_t i = k; i < std::min(k + 2, depth); ++i) {
        const int64_t f = weight(o, i) + f_zero;
        pair += row[i] * f;
        sum += x_zero * f_zero - row[i] * f_zero - x_zero * f;
      }
      sum += std::clamp<int64_t>(pair, -32768, 32767);
    }
    return static_cast<uint32_t>(sum);
  }
};

}  // namespace

constinit const halflsb_target kConv2dPairSumsSaturate =
    conv2d_glow("seeded_conv2d_pair_sums_saturate", "sums of two u8 x i8 products saturate at 16 bits",
                run_conv2d<PairSumsSaturate>);

}  // namespace halflsb::seeded
