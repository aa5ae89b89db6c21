// The parameters of every output channel as arrays that eight lanes can be loaded from; from sums to outputs.
#pragma once

#if defined(__x86_64__)

#include <cstdint>
#include <vector>

#include "targets/portable/conv2d_problem.h"
#include "targets/portable/lanes_avx2.h"

namespace halflsb::portable {

inline constexpr int64_t kTileChannels = 16;

template <typename Scheme>
class ConvFinish {
 public:
  ConvFinish(const halflsb_conv2d_args& args, const Conv2dShape& shape)
      : args_(args), stage_(OutputStage::of(args)), channels_(shape.out_channels + kTileChannels) {
    // A tile may begin at the last channel: 16 entries more, which are computed with and never stored.
    for (auto* entries : {&bias_, &pre_, &multiplier_, &shift_, &rounding_shift_}) {
      entries->assign(static_cast<size_t>(channels_), 0);
    }
    for (int64_t o = 0; o < shape.out_channels; ++o) {
      const FixedPoint p = Scheme::fixed_point(channel_entry(args.rescale, args.rescale_per_channel, o));
      bias_.data()[o] = static_cast<int32_t>(bias_term(args, o));
      pre_.data()[o] = p.pre;
      multiplier_.data()[o] = p.multiplier;
      shift_.data()[o] = p.shift;
      rounding_shift_.data()[o] = p.rounding_shift;
    }
  }

  const int32_t* bias() const { return bias_.data(); }

  // The accumulators of `count` channels from `channel` on, for each of `rows` consecutive pixels: row r starts at
  // sums + r * row_stride. count <= row_stride; reads whole blocks of 8.
  HALFLSB_AVX2 void store(const int32_t* sums, int64_t row_stride, int64_t rows, int64_t pixel, int64_t channel,
                          int64_t count) const {
    const bool leaky = args_.activation == HALFLSB_ACTIVATION_LEAKY_RELU;
    if (leaky) return store_leaky(sums, row_stride, rows, pixel, channel, count);
    const OutputLanes lanes = output_lanes(stage_);
    const auto size = static_cast<int64_t>(stage_.element_size());
    for (int64_t c = 0; c < count; c += 8) {
      const int64_t o = channel + c;
      const RescaleLanes rescale{load(pre_.data() + o), load(multiplier_.data() + o), load(shift_.data() + o),
                                 load(rounding_shift_.data() + o)};
      for (int64_t r = 0; r < rows; ++r) {
        const __m256i v = finish_lanes<Scheme::double_rounding>(load(sums + r * row_stride + c), rescale, lanes);
        char* output = static_cast<char*>(args_.output) + ((pixel + r) * args_.out_channels + o) * size;
        store_lanes(v, stage_.type, std::min<int64_t>(8, count - c), output);
      }
    }
  }

 private:
  HALFLSB_AVX2_INLINE static __m256i load(const int32_t* from) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
  }

  // A leaky relu multiplies values of up to 63 bits: no lanes for that.
  void store_leaky(const int32_t* sums, int64_t row_stride, int64_t rows, int64_t pixel, int64_t channel,
                   int64_t count) const {
    for (int64_t r = 0; r < rows; ++r) {
      for (int64_t c = 0; c < count; ++c) {
        const halflsb_rescale& rescale = channel_entry(args_.rescale, args_.rescale_per_channel, channel + c);
        const int32_t value = stage_.finish(Scheme::rescale(sums[r * row_stride + c], rescale));
        stage_.store(value, args_.output, (pixel + r) * args_.out_channels + channel + c);
      }
    }
  }

  const halflsb_conv2d_args& args_;
  OutputStage stage_;
  int64_t channels_;
  std::vector<int32_t> bias_, pre_, multiplier_, shift_, rounding_shift_;
};

}  // namespace halflsb::portable

#endif
