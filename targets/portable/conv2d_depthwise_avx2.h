// Depthwise convolution with one output channel per input channel: 16 channels side by side, no im2col.
#pragma once

#if defined(__x86_64__)

#include <cstdint>
#include <vector>

#include "targets/portable/conv2d_finish_avx2.h"
#include "targets/portable/conv2d_pack_avx2.h"

namespace halflsb::portable {

inline bool plain_depthwise(const Conv2dShape& s) { return s.group_in == 1 && s.group_out == 1 && s.groups > 1; }

// The filters, centred, as [tap][channel], the channels rounded up to 16.
inline int64_t depthwise_stride(const Conv2dShape& s) { return (s.out_channels + 15) / 16 * 16; }

template <typename T>
void pack_depthwise(const halflsb_conv2d_args& args, const Conv2dShape& s, int16_t* packed) {
  const T* filter = static_cast<const T*>(args.filter);
  const int64_t stride = depthwise_stride(s);
  for (int64_t c = 0; c < s.out_channels; ++c) {
    const int32_t zero_point = channel_entry(args.filter_zero_point, args.filter_zero_point_per_channel, c);
    for (int64_t tap = 0; tap < s.depth; ++tap) {
      packed[tap * stride + c] = static_cast<int16_t>(filter[c * s.depth + tap] - zero_point);
    }
  }
}

// A tap of one output position that is not in the padding.
template <typename T>
struct DepthwiseTap {
  const T* input;         // of channel 0
  const int16_t* filter;  // of channel 0
};

template <typename T>
void list_taps(const halflsb_conv2d_args& args, const Conv2dShape& s, int64_t pixel, const int16_t* packed,
               std::vector<DepthwiseTap<T>>& taps) {
  const int64_t top = pixel / s.out_width % s.out_height * s.stride_height - s.pad_top;
  const int64_t left = pixel % s.out_width * s.stride_width - s.pad_left;
  const int64_t n = pixel / s.out_width / s.out_height;
  const TapRange rows = taps_inside(top, s.dilation_height, s.in_height, s.kernel_height);
  const TapRange columns = taps_inside(left, s.dilation_width, s.in_width, s.kernel_width);
  taps.clear();
  for (int64_t kh = rows.first; kh < rows.last; ++kh) {
    for (int64_t kw = columns.first; kw < columns.last; ++kw) {
      const int64_t row = n * s.in_height + top + kh * s.dilation_height;
      const int64_t column = left + kw * s.dilation_width;
      taps.push_back({static_cast<const T*>(args.input) + (row * s.in_width + column) * s.in_channels,
                      packed + (kh * s.kernel_width + kw) * depthwise_stride(s)});
    }
  }
}

// Up to 16 channels from `channel` on: sums of pairs of taps, the bound of 130050 per madd as in the tile.
template <typename T>
HALFLSB_AVX2 void depthwise_sums(const std::vector<DepthwiseTap<T>>& taps, int64_t channel, int64_t count,
                                 int32_t zero_point, const int32_t* bias, int32_t* sums) {
  const __m256i subtrahend = _mm256_set1_epi16(static_cast<int16_t>(zero_point));
  __m256i low = _mm256_setzero_si256();   // channels 0-3, 8-11
  __m256i high = _mm256_setzero_si256();  // channels 4-7, 12-15
  for (size_t t = 0; t < taps.size(); t += 2) {
    __m256i x1 = _mm256_setzero_si256();
    __m256i f1 = _mm256_setzero_si256();
    const __m256i x0 = load_centred(taps[t].input + channel, count, subtrahend);
    const __m256i f0 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(taps[t].filter + channel));
    if (t + 1 < taps.size()) {
      x1 = load_centred(taps[t + 1].input + channel, count, subtrahend);
      f1 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(taps[t + 1].filter + channel));
    }
    low = _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_unpacklo_epi16(x0, x1), _mm256_unpacklo_epi16(f0, f1)));
    high = _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_unpackhi_epi16(x0, x1), _mm256_unpackhi_epi16(f0, f1)));
  }
  const __m256i first = _mm256_permute2x128_si256(low, high, 0x20);
  const __m256i second = _mm256_permute2x128_si256(low, high, 0x31);
  const auto* terms = reinterpret_cast<const __m256i*>(bias + channel);
  auto* out = reinterpret_cast<__m256i*>(sums);
  _mm256_storeu_si256(out, _mm256_add_epi32(first, _mm256_loadu_si256(terms)));
  _mm256_storeu_si256(out + 1, _mm256_add_epi32(second, _mm256_loadu_si256(terms + 1)));
}

template <typename Scheme, typename T>
void depthwise(const halflsb_conv2d_args& args, const Conv2dShape& s) {
  const ConvFinish<Scheme> finish(args, s);
  std::vector<int16_t> packed(static_cast<size_t>(s.depth * depthwise_stride(s)));
  with_byte_type(args.filter_type, [&]<typename F>(const F*) { pack_depthwise<F>(args, s, packed.data()); });
  std::vector<DepthwiseTap<T>> taps;
  for (int64_t pixel = 0; pixel < s.batch * s.out_height * s.out_width; ++pixel) {
    list_taps(args, s, pixel, packed.data(), taps);
    for (int64_t c = 0; c < s.out_channels; c += 16) {
      const int64_t count = std::min<int64_t>(16, s.out_channels - c);
      int32_t sums[16];
      depthwise_sums(taps, c, count, args.input_zero_point, finish.bias(), sums);
      finish.store(sums, 16, 1, pixel, c, count);
    }
  }
}

}  // namespace halflsb::portable

#endif
