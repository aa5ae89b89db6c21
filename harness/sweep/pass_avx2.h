// The loops over lanes of 64 bits that compilers do not vectorize well: AVX2 has a product of 32 bits, and no maximum.
#pragma once

#include "harness/sweep/passes.h"
#include "reference/exact/avx2.h"

#if defined(__x86_64__)

namespace halflsb::avx2 {

HALFLSB_AVX2 inline __m256i four(const std::uint32_t* x) {
  return _mm256_cvtepu32_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(x)));
}
HALFLSB_AVX2 inline __m256i four(const std::uint64_t* x) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(x));
}
HALFLSB_AVX2 inline __m256i all(std::uint64_t x) { return _mm256_set1_epi64x(static_cast<long long>(x)); }

// from and multiplier below 2^32. Returns how many lanes it did: a multiple of 4.
HALFLSB_AVX2 inline std::size_t multiply_shift_narrow(const std::uint64_t* from, std::uint64_t* to, std::size_t n,
                                                      std::uint64_t multiplier, std::uint64_t addend, int shift) {
  const __m256i m = all(multiplier), a = all(addend);
  const __m128i count = _mm_cvtsi32_si128(shift);
  std::size_t i = 0;
  for (; n - i >= 4; i += 4) {
    const __m256i sum = _mm256_add_epi64(_mm256_mul_epu32(four(from + i), m), a);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i), _mm256_srl_epi64(sum, count));
  }
  return i;
}

struct FourTotals {
  __m256i max, min, sum, misrounded;
};

template <bool kOneProduct, class Lane>
HALFLSB_AVX2 inline FourTotals account_four(const Lane* x, std::size_t n, const ErrorLine<std::int64_t>& line) {
  const auto per_step = static_cast<std::uint64_t>(line.per_step),
             per_output = static_cast<std::uint64_t>(line.per_output);
  const __m256i low = all(per_output), high = all(per_output >> 32), stride = all(4 * per_step);
  const __m256i above = all(static_cast<std::uint64_t>(line.above)),
                below = all(static_cast<std::uint64_t>(line.below));
  __m256i along = _mm256_set_epi64x(static_cast<long long>(3 * per_step), static_cast<long long>(2 * per_step),
                                    static_cast<long long>(per_step), 0);
  FourTotals t{all(static_cast<std::uint64_t>(INT64_MIN)), all(INT64_MAX), _mm256_setzero_si256(),
               _mm256_setzero_si256()};
  for (std::size_t i = 0; i < n; i += 4) {
    const __m256i lane = four(x + i);
    __m256i error = _mm256_add_epi64(_mm256_mul_epu32(lane, low), along);
    if (!kOneProduct) error = _mm256_add_epi64(error, _mm256_slli_epi64(_mm256_mul_epu32(lane, high), 32));
    along = _mm256_add_epi64(along, stride);
    t.max = _mm256_blendv_epi8(t.max, error, _mm256_cmpgt_epi64(error, t.max));
    t.min = _mm256_blendv_epi8(t.min, error, _mm256_cmpgt_epi64(t.min, error));
    t.sum = _mm256_add_epi64(t.sum, lane);
    t.misrounded = _mm256_sub_epi64(t.misrounded, _mm256_cmpgt_epi64(error, above));
    t.misrounded = _mm256_sub_epi64(t.misrounded, _mm256_cmpgt_epi64(below, error));
  }
  return t;
}

// x below 2^32; n a multiple of 4.
template <class Lane>
HALFLSB_AVX2 inline ErrorTotals<std::int64_t> account_narrow_lanes(const Lane* x, std::size_t n,
                                                                   const ErrorLine<std::int64_t>& line) {
  const bool one_product = static_cast<std::uint64_t>(line.per_output) >> 32 == 0;
  const FourTotals t = one_product ? account_four<true>(x, n, line) : account_four<false>(x, n, line);
  alignas(32) std::int64_t max[4], min[4], sum[4], misrounded[4];
  _mm256_store_si256(reinterpret_cast<__m256i*>(max), t.max);
  _mm256_store_si256(reinterpret_cast<__m256i*>(min), t.min);
  _mm256_store_si256(reinterpret_cast<__m256i*>(sum), t.sum);
  _mm256_store_si256(reinterpret_cast<__m256i*>(misrounded), t.misrounded);
  ErrorTotals<std::int64_t> totals{max[0], min[0], 0, 0};
  for (int k = 0; k < 4; ++k) {
    totals.max = max[k] > totals.max ? max[k] : totals.max;
    totals.min = min[k] < totals.min ? min[k] : totals.min;
    totals.sum += static_cast<std::uint64_t>(sum[k]);
    totals.misrounded += static_cast<std::uint64_t>(misrounded[k]);
  }
  return totals;
}

}  // namespace halflsb::avx2

#endif
