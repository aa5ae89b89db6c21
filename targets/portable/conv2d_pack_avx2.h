// Operands of the AVX2 convolutions, centred (zero point subtracted) and widened to int16: |value| <= 255, and padding
// is 0.
#pragma once

#if defined(__x86_64__)

#include <cstdint>
#include <type_traits>

#include "targets/portable/conv2d_problem.h"
#include "targets/portable/lanes_avx2.h"

namespace halflsb::portable {

inline constexpr int64_t kBlock = 8;  // output channels of one vector of int32 sums

// The filters of one group as [output channel block][pair of depth positions][8 channels][2], zeros where there is no
// channel or no second position. `packed` has packed_size(shape) elements.
inline int64_t pair_count(const Conv2dShape& s) { return (s.depth + 1) / 2; }
inline int64_t block_count(const Conv2dShape& s) { return (s.group_out + kBlock - 1) / kBlock; }
inline int64_t packed_size(const Conv2dShape& s) { return block_count(s) * pair_count(s) * 2 * kBlock; }
void pack_filters(const halflsb_conv2d_args& args, const Conv2dShape& shape, int64_t group, int16_t* packed);

// The im2col row of one output position: 2 * pair_count(shape) elements, those in the padding and a last odd one are 0.
// `pixel` counts over batch, height and width.
void gather_row(const halflsb_conv2d_args& args, const Conv2dShape& shape, int64_t group, int64_t pixel, int16_t* row);

// 16 bytes, centred; the same for fewer than 16, where only those are read and the other lanes are of no meaning.
template <typename T>
HALFLSB_AVX2_INLINE __m256i load_centred(const T* source, __m256i zero_point) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source));
  const __m256i words = std::is_signed_v<T> ? _mm256_cvtepi8_epi16(bytes) : _mm256_cvtepu8_epi16(bytes);
  return _mm256_sub_epi16(words, zero_point);
}

template <typename T>
HALFLSB_AVX2_INLINE __m256i load_centred(const T* source, int64_t count, __m256i zero_point) {
  if (count >= 16) return load_centred(source, zero_point);
  T buffer[16] = {};
  std::memcpy(buffer, source, static_cast<size_t>(count));
  return load_centred(buffer, zero_point);
}

}  // namespace halflsb::portable

#endif
