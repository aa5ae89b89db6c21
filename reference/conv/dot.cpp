#include "reference/conv/dot.h"

#include <algorithm>

#include "reference/exact/avx2.h"

namespace halflsb {

bool dot_products_plain(const std::int16_t* patches, std::int64_t pixels, const FilterRows& filters, std::int32_t* sums,
                        std::int64_t stride) {
  bool fits = true;
  for (std::int64_t p = 0; p < pixels; ++p) {
    const std::int16_t* patch = patches + p * filters.row_size;
    for (std::int64_t o = 0; o < filters.outputs; ++o) {
      const std::int16_t* filter = filters.data + o * filters.row_size;
      std::int32_t products = 0;
      for (std::int64_t i = 0; i < filters.row_size; ++i) products += patch[i] * filter[i];
      const std::int64_t sum = std::int64_t{products} + filters.bias[o];
      fits = fits && sum == static_cast<std::int32_t>(sum);
      sums[p * stride + o] = static_cast<std::int32_t>(sum);
    }
  }
  return fits;
}

#if defined(__x86_64__)

namespace {

// Eight partial sums of each of four filters to one sum each.
HALFLSB_AVX2_INLINE __m128i four_sums(const __m256i (&parts)[4]) {
  const __m256i pairs = _mm256_hadd_epi32(_mm256_hadd_epi32(parts[0], parts[1]), _mm256_hadd_epi32(parts[2], parts[3]));
  return _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1));
}

// `Pixels` patches against the four filters from `first` on. Returns a negative lane where a sum with its bias left int32.
template <int Pixels>
HALFLSB_AVX2_INLINE __m128i tile(const std::int16_t* patches, const FilterRows& filters, std::int64_t first,
                                 std::int32_t* sums, std::int64_t stride) {
  const std::int64_t size = filters.row_size;
  const std::int16_t* rows = filters.data + first * size;
  __m256i parts[Pixels][4] = {};
  for (std::int64_t i = 0; i < size; i += 16) {
    __m256i x[Pixels];
#pragma GCC unroll 2
    for (int p = 0; p < Pixels; ++p) x[p] = load_256(patches + p * size + i);
#pragma GCC unroll 4
    for (int o = 0; o < 4; ++o) {
      const __m256i f = load_256(rows + o * size + i);
#pragma GCC unroll 2
      for (int p = 0; p < Pixels; ++p) parts[p][o] = _mm256_add_epi32(parts[p][o], _mm256_madd_epi16(x[p], f));
    }
  }
  const __m128i bias = _mm_loadu_si128(reinterpret_cast<const __m128i*>(filters.bias + first));
  const std::int64_t count = std::min(kFilterUnit, filters.outputs - first);
  __m128i left = _mm_setzero_si128();
#pragma GCC unroll 2
  for (int p = 0; p < Pixels; ++p) {
    const __m128i products = four_sums(parts[p]);
    const __m128i sum = _mm_add_epi32(products, bias);
    // Two's complement: a sum overflows where both terms have the sign that it has not.
    left = _mm_or_si128(left, _mm_and_si128(_mm_xor_si128(sum, products), _mm_xor_si128(sum, bias)));
    if (count == kFilterUnit) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(sums + p * stride + first), sum);
    } else {
      alignas(16) std::int32_t four[4];
      _mm_store_si128(reinterpret_cast<__m128i*>(four), sum);
      std::copy_n(four, count, sums + p * stride + first);
    }
  }
  return left;
}

HALFLSB_AVX2 bool dot_products_avx2(const std::int16_t* patches, std::int64_t pixels, const FilterRows& filters,
                                    std::int32_t* sums, std::int64_t stride) {
  __m128i left = _mm_setzero_si128();
  for (std::int64_t first = 0; first < filters.outputs; first += kFilterUnit) {
    std::int64_t p = 0;
    for (; pixels - p >= 2; p += 2) {
      left = _mm_or_si128(left, tile<2>(patches + p * filters.row_size, filters, first, sums + p * stride, stride));
    }
    if (p < pixels) {
      left = _mm_or_si128(left, tile<1>(patches + p * filters.row_size, filters, first, sums + p * stride, stride));
    }
  }
  return _mm_movemask_ps(_mm_castsi128_ps(left)) == 0;
}

}  // namespace

bool dot_products(const std::int16_t* patches, std::int64_t pixels, const FilterRows& filters, std::int32_t* sums,
                  std::int64_t stride) {
  if (has_avx2()) return dot_products_avx2(patches, pixels, filters, sums, stride);
  return dot_products_plain(patches, pixels, filters, sums, stride);
}

#else

bool dot_products(const std::int16_t* patches, std::int64_t pixels, const FilterRows& filters, std::int32_t* sums,
                  std::int64_t stride) {
  return dot_products_plain(patches, pixels, filters, sums, stride);
}

#endif

}  // namespace halflsb
