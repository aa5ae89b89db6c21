#include "targets/portable/conv2d_pack_avx2.h"

#if defined(__x86_64__)

namespace halflsb::portable {
namespace {

// target[i] = source[i] - zero_point. A last partial vector is taken again from count - 16 on where there are 16
// elements at all: writing an element twice does no harm, reading outside would.
template <typename T>
HALFLSB_AVX2_INLINE void centre(const T* source, int64_t count, int32_t zero_point, int16_t* target) {
  if (count < 16) {
    for (int64_t i = 0; i < count; ++i) target[i] = static_cast<int16_t>(source[i] - zero_point);
    return;
  }
  const __m256i subtrahend = _mm256_set1_epi16(static_cast<int16_t>(zero_point));
  for (int64_t i = 0; i < count; i += 16) {
    const int64_t at = std::min(i, count - 16);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(target + at), load_centred(source + at, subtrahend));
  }
}

// 8 x 8 transposition of 32-bit elements, that is of pairs of int16.
HALFLSB_AVX2_INLINE void transpose(__m256i (&m)[8]) {
  __m256i t[8], u[8];
  for (int i = 0; i < 4; ++i) {
    t[2 * i] = _mm256_unpacklo_epi32(m[2 * i], m[2 * i + 1]);
    t[2 * i + 1] = _mm256_unpackhi_epi32(m[2 * i], m[2 * i + 1]);
  }
  for (int i = 0; i < 8; i += 4) {
    u[i] = _mm256_unpacklo_epi64(t[i], t[i + 2]);
    u[i + 1] = _mm256_unpackhi_epi64(t[i], t[i + 2]);
    u[i + 2] = _mm256_unpacklo_epi64(t[i + 1], t[i + 3]);
    u[i + 3] = _mm256_unpackhi_epi64(t[i + 1], t[i + 3]);
  }
  for (int i = 0; i < 4; ++i) {
    m[i] = _mm256_permute2x128_si256(u[i], u[i + 4], 0x20);
    m[i + 4] = _mm256_permute2x128_si256(u[i], u[i + 4], 0x31);
  }
}

// `channels` filters of `depth` positions, one after the other, to [pair][8][2].
template <typename T>
HALFLSB_AVX2 void pack_block(const T* filters, int64_t channels, int64_t depth, const int32_t (&zero_points)[kBlock],
                             int16_t* packed) {
  int64_t k = 0;
  if (channels == kBlock) {
    for (; depth - k >= 16; k += 16) {
      __m256i m[8];
      for (int o = 0; o < 8; ++o) {
        m[o] = load_centred(filters + o * depth + k, _mm256_set1_epi16(static_cast<int16_t>(zero_points[o])));
      }
      transpose(m);
      for (int pair = 0; pair < 8; ++pair) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(packed + (k / 2 + pair) * 2 * kBlock), m[pair]);
      }
    }
  }
  for (; k < depth; k += 2) {
    int16_t* target = packed + k / 2 * 2 * kBlock;
    for (int64_t o = 0; o < kBlock; ++o) {
      for (int64_t i = 0; i < 2; ++i) {
        const bool present = o < channels && k + i < depth;
        target[2 * o + i] = static_cast<int16_t>(present ? filters[o * depth + k + i] - zero_points[o] : 0);
      }
    }
  }
}

template <typename T>
HALFLSB_AVX2 void gather(const halflsb_conv2d_args& args, const Conv2dShape& s, int64_t group, int64_t pixel,
                         int16_t* row) {
  const int64_t w = pixel % s.out_width;
  const int64_t h = pixel / s.out_width % s.out_height;
  const int64_t n = pixel / s.out_width / s.out_height;
  const int64_t top = h * s.stride_height - s.pad_top;
  const int64_t left = w * s.stride_width - s.pad_left;
  const TapRange columns = taps_inside(left, s.dilation_width, s.in_width, s.kernel_width);
  const T* image =
      static_cast<const T*>(args.input) + n * s.in_height * s.in_width * s.in_channels + group * s.group_in;
  const int64_t kernel_row = s.kernel_width * s.group_in;
  // Neighbouring taps that are neighbours in memory are one run.
  const bool dense = s.dilation_width == 1 && s.groups == 1;
  int16_t* target = row;
  for (int64_t kh = 0; kh < s.kernel_height; ++kh, target += kernel_row) {
    const int64_t in_row = top + kh * s.dilation_height;
    if (in_row < 0 || in_row >= s.in_height || columns.first == columns.last) {
      std::fill_n(target, kernel_row, int16_t{0});
      continue;
    }
    std::fill_n(target, columns.first * s.group_in, int16_t{0});
    std::fill_n(target + columns.last * s.group_in, (s.kernel_width - columns.last) * s.group_in, int16_t{0});
    const int64_t run = dense ? columns.last - columns.first : 1;
    for (int64_t kw = columns.first; kw < columns.last; kw += run) {
      const T* source = image + (in_row * s.in_width + left + kw * s.dilation_width) * s.in_channels;
      centre(source, run * s.group_in, args.input_zero_point, target + kw * s.group_in);
    }
  }
  if (s.depth % 2 != 0) *target = 0;
}

}  // namespace

void pack_filters(const halflsb_conv2d_args& args, const Conv2dShape& s, int64_t group, int16_t* packed) {
  with_byte_type(args.filter_type, [&]<typename T>(const T*) {
    for (int64_t block = 0; block < block_count(s); ++block) {
      const int64_t channels = std::min(kBlock, s.group_out - block * kBlock);
      const int64_t first = group * s.group_out + block * kBlock;
      int32_t zero_points[kBlock] = {};
      for (int64_t o = 0; o < channels; ++o) {
        zero_points[o] = channel_entry(args.filter_zero_point, args.filter_zero_point_per_channel, first + o);
      }
      pack_block(static_cast<const T*>(args.filter) + first * s.depth, channels, s.depth, zero_points,
                 packed + block * pair_count(s) * 2 * kBlock);
    }
  });
}

void gather_row(const halflsb_conv2d_args& args, const Conv2dShape& shape, int64_t group, int64_t pixel, int16_t* row) {
  with_byte_type(args.input_type, [&]<typename T>(const T*) { gather<T>(args, shape, group, pixel, row); });
}

}  // namespace halflsb::portable

#endif
