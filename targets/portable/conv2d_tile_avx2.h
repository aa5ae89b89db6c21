// The inner kernel: sums of up to 6 pixels x 16 channels held in registers.
#pragma once

#if defined(__x86_64__)

#include <cstdint>

namespace halflsb::portable {

inline constexpr int64_t kTileRows = 6;  // 12 sums, 2 filter vectors and 1 broadcast pair: 15 of 16 registers

// sums[r][c] = bias[c] + row r . filter c, modulo 2^32, for `rows` in 1..6 im2col rows (row_stride int16 apart) and
// `blocks` in 1..2 blocks of 8 packed filters of `pairs` pairs. sums: [rows][8 * blocks]. bias: 8 * blocks entries.
void accumulate_tile(const int16_t* im2col, int64_t row_stride, int64_t rows, const int16_t* filters, int64_t pairs,
                     int64_t blocks, const int32_t* bias, int32_t* sums);

}  // namespace halflsb::portable

#endif
