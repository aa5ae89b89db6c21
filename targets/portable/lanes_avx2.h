// Eight accumulators through rescaling, zero point and clamp at once: bit for bit OutputStage::finish of
// Scheme::rescale(N), for every activation but leaky relu. Products are formed in 64 bits, on even and on odd lanes.
#pragma once

#if defined(__x86_64__)

#include <immintrin.h>

#include <cstdint>
#include <cstring>
#include <limits>

#include "targets/portable/output_stage.h"
#include "targets/portable/rescale.h"

#define HALFLSB_AVX2 __attribute__((target("avx2")))
#define HALFLSB_AVX2_INLINE __attribute__((target("avx2"), always_inline)) inline

namespace halflsb::portable {

// AVX2 has no 64-bit arithmetic right shift: move the range to unsigned, shift, move it back. Counts 0..63, per lane.
HALFLSB_AVX2_INLINE __m256i shift_right_epi64(__m256i x, __m256i count) {
  const __m256i sign = _mm256_set1_epi64x(std::numeric_limits<int64_t>::min());
  return _mm256_sub_epi64(_mm256_srlv_epi64(_mm256_xor_si256(x, sign), count), _mm256_srlv_epi64(sign, count));
}

HALFLSB_AVX2_INLINE __m256i clamp_epi64(__m256i x, __m256i low, __m256i high) {
  x = _mm256_blendv_epi8(x, low, _mm256_cmpgt_epi64(low, x));
  return _mm256_blendv_epi8(x, high, _mm256_cmpgt_epi64(x, high));
}

// 2^(count-1), and 0 for a count of 0: sllv gives 0 for counts above 63, among them -1.
HALFLSB_AVX2_INLINE __m256i rounding_term_epi64(__m256i count) {
  const __m256i one = _mm256_set1_epi64x(1);
  return _mm256_sllv_epi64(one, _mm256_sub_epi64(count, one));
}

HALFLSB_AVX2_INLINE __m256i even_lanes(__m256i x) { return _mm256_and_si256(x, _mm256_set1_epi64x(0xffffffff)); }
HALFLSB_AVX2_INLINE __m256i odd_lanes(__m256i x) { return _mm256_srli_epi64(x, 32); }

// FixedPoint, one per lane.
struct RescaleLanes {
  __m256i pre, multiplier, shift, rounding_shift;
};

// clamp(v + zero_point, low, high) = clamp(v, low - zero_point, high - zero_point) + zero_point: the differences have
// 33 bits, the sum is back in int32, so that it may be formed in 32 bits.
struct OutputLanes {
  __m256i low, high;   // epi64, zero point subtracted
  __m256i zero_point;  // epi32
};

HALFLSB_AVX2_INLINE OutputLanes output_lanes(const OutputStage& stage) {
  return {_mm256_set1_epi64x(int64_t{stage.lowest()} - stage.zero_point),
          _mm256_set1_epi64x(int64_t{stage.highest()} - stage.zero_point), _mm256_set1_epi32(stage.zero_point)};
}

// Four 64-bit lanes. n and multiplier: the low halves count. |product| <= 2^62, rounding term <= 2^61.
template <bool DoubleRounding>
HALFLSB_AVX2_INLINE __m256i rescale_epi64(__m256i n, __m256i multiplier, __m256i shift, __m256i rounding_shift) {
  __m256i v = _mm256_add_epi64(_mm256_mul_epi32(n, multiplier), rounding_term_epi64(shift));
  v = shift_right_epi64(v, shift);
  if constexpr (DoubleRounding) {
    v = clamp_epi64(v, _mm256_set1_epi64x(kInt32Min), _mm256_set1_epi64x(kInt32Max));
    // Half away from zero: negative values get one less than half. A shift by 0 must add nothing at all.
    const __m256i zero = _mm256_setzero_si256();
    const __m256i less = _mm256_and_si256(_mm256_cmpgt_epi64(zero, v), _mm256_cmpgt_epi64(rounding_shift, zero));
    v = _mm256_add_epi64(_mm256_add_epi64(v, rounding_term_epi64(rounding_shift)), less);
    v = shift_right_epi64(v, rounding_shift);
  }
  return v;
}

template <bool DoubleRounding>
HALFLSB_AVX2_INLINE __m256i finish_lanes(__m256i accumulator, const RescaleLanes& r, const OutputLanes& out) {
  const __m256i n = _mm256_srav_epi32(accumulator, r.pre);
  const __m256i even =
      rescale_epi64<DoubleRounding>(n, r.multiplier, even_lanes(r.shift), even_lanes(r.rounding_shift));
  const __m256i odd = rescale_epi64<DoubleRounding>(odd_lanes(n), odd_lanes(r.multiplier), odd_lanes(r.shift),
                                                    odd_lanes(r.rounding_shift));
  const __m256i low = clamp_epi64(even, out.low, out.high);
  const __m256i high = _mm256_slli_epi64(clamp_epi64(odd, out.low, out.high), 32);
  return _mm256_add_epi32(_mm256_blend_epi32(low, high, 0xaa), out.zero_point);
}

// Writes the first `count` lanes, 1..8, which the type must hold: then the saturating packs change nothing.
HALFLSB_AVX2_INLINE void store_lanes(__m256i v, int32_t type, int64_t count, char* output) {
  alignas(32) char buffer[32];
  char* at = count == 8 ? output : buffer;
  if (type == HALFLSB_I32) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), v);
  } else {
    const __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    if (type == HALFLSB_I16) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(at), words);
    } else {
      const __m128i bytes = type == HALFLSB_I8 ? _mm_packs_epi16(words, words) : _mm_packus_epi16(words, words);
      _mm_storel_epi64(reinterpret_cast<__m128i*>(at), bytes);
    }
  }
  const size_t size = type == HALFLSB_I32 ? 4 : type == HALFLSB_I16 ? 2 : 1;
  if (count < 8) std::memcpy(output, buffer, static_cast<size_t>(count) * size);
}

}  // namespace halflsb::portable

#endif
