#include "targets/portable/conv2d_tile_avx2.h"

#if defined(__x86_64__)

#include <cstring>

#include "targets/portable/lanes_avx2.h"

namespace halflsb::portable {
namespace {

// madd of centred operands: |x f + x' f'| <= 2 * 255 * 255 = 130050, far inside int32 (its one overflow needs four
// times -32768). The sums of these wrap modulo 2^32, as the accumulator may in between.
static_assert(2 * 255 * 255 == 130050);

template <int Rows, int Blocks>
HALFLSB_AVX2 void tile(const int16_t* im2col, int64_t row_stride, const int16_t* filters, int64_t pairs,
                       const int32_t* bias, int32_t* sums) {
  const int16_t* second = filters + (Blocks - 1) * pairs * 16;
  __m256i sum[Rows][Blocks];
#pragma GCC unroll 6
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
    for (int b = 0; b < Blocks; ++b) sum[r][b] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bias + 8 * b));
  }
  for (int64_t k = 0; k < pairs; ++k) {
    const __m256i f0 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(filters + 16 * k));
    const __m256i f1 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(second + 16 * k));
#pragma GCC unroll 6
    for (int r = 0; r < Rows; ++r) {
      int32_t pair = 0;
      std::memcpy(&pair, im2col + r * row_stride + 2 * k, sizeof pair);
      const __m256i x = _mm256_set1_epi32(pair);
      sum[r][0] = _mm256_add_epi32(sum[r][0], _mm256_madd_epi16(x, f0));
      if constexpr (Blocks == 2) sum[r][1] = _mm256_add_epi32(sum[r][1], _mm256_madd_epi16(x, f1));
    }
  }
#pragma GCC unroll 6
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
    for (int b = 0; b < Blocks; ++b) {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + 8 * (r * Blocks + b)), sum[r][b]);
    }
  }
}

using Tile = void (*)(const int16_t*, int64_t, const int16_t*, int64_t, const int32_t*, int32_t*);
constexpr Tile kTiles[kTileRows][2] = {{tile<1, 1>, tile<1, 2>}, {tile<2, 1>, tile<2, 2>}, {tile<3, 1>, tile<3, 2>},
                                       {tile<4, 1>, tile<4, 2>}, {tile<5, 1>, tile<5, 2>}, {tile<6, 1>, tile<6, 2>}};

}  // namespace

void accumulate_tile(const int16_t* im2col, int64_t row_stride, int64_t rows, const int16_t* filters, int64_t pairs,
                     int64_t blocks, const int32_t* bias, int32_t* sums) {
  kTiles[rows - 1][blocks - 1](im2col, row_stride, filters, pairs, bias, sums);
}

}  // namespace halflsb::portable

#endif
