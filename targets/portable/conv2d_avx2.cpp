// im2col by tiles of pixels, then 6 x 16 register tiles over packed filters. Operands are centred first, so that
// padding is 0 and no zero point is left in the inner loop.
#include "targets/portable/conv2d_depthwise_avx2.h"
#include "targets/portable/conv2d_tile_avx2.h"
#include "targets/portable/kernels.h"

namespace halflsb::portable {

#if defined(__x86_64__)

namespace {

// Rows of one im2col tile: a multiple of the register tile, about 32 KiB. The filters stream from L2 once per tile,
// which four register tiles already hide; a larger workspace costs more in page faults than it saves.
int64_t rows_per_tile(const Conv2dShape& s) {
  const int64_t row_bytes = pair_count(s) * 4;
  return std::clamp<int64_t>((int64_t{1} << 15) / row_bytes / kTileRows, 1, 16) * kTileRows;
}

template <typename Scheme>
void multiply(const Conv2dShape& s, const ConvFinish<Scheme>& finish, const std::vector<int16_t>& filters,
              int64_t group, const std::vector<int16_t>& im2col, int64_t first_pixel, int64_t pixels) {
  const int64_t pairs = pair_count(s);
  for (int64_t block = 0; block < block_count(s); block += 2) {
    const int64_t blocks = std::min<int64_t>(2, block_count(s) - block);
    const int64_t channel = group * s.group_out + block * kBlock;
    const int64_t count = std::min(blocks * kBlock, s.group_out - block * kBlock);
    for (int64_t r = 0; r < pixels; r += kTileRows) {
      const int64_t rows = std::min(kTileRows, pixels - r);
      int32_t sums[kTileRows * kTileChannels];
      const int16_t* packed = filters.data() + block * pairs * 2 * kBlock;
      accumulate_tile(im2col.data() + r * 2 * pairs, 2 * pairs, rows, packed, pairs, blocks, finish.bias() + channel,
                      sums);
      finish.store(sums, blocks * kBlock, rows, first_pixel + r, channel, count);
    }
  }
}

template <typename Scheme>
void general(const halflsb_conv2d_args& args, const Conv2dShape& s) {
  const ConvFinish<Scheme> finish(args, s);
  const int64_t pixels = s.batch * s.out_height * s.out_width;
  const int64_t tile = std::min(rows_per_tile(s), pixels);
  std::vector<int16_t> filters(static_cast<size_t>(packed_size(s)));
  std::vector<int16_t> im2col(static_cast<size_t>(tile * pair_count(s) * 2));
  for (int64_t group = 0; group < s.groups; ++group) {
    pack_filters(args, s, group, filters.data());
    for (int64_t first = 0; first < pixels; first += tile) {
      const int64_t count = std::min(tile, pixels - first);
      for (int64_t r = 0; r < count; ++r) gather_row(args, s, group, first + r, im2col.data() + r * pair_count(s) * 2);
      multiply(s, finish, filters, group, im2col, first, count);
    }
  }
}

template <typename Scheme>
int convolve(const halflsb_conv2d_args& args, bool leaky) noexcept try {
  if (!supported<Scheme>(args, true, leaky)) return HALFLSB_UNSUPPORTED;
  const Conv2dShape shape(args);
  if (plain_depthwise(shape)) {
    with_byte_type(args.input_type, [&]<typename T>(const T*) { depthwise<Scheme, T>(args, shape); });
  } else {
    general<Scheme>(args, shape);
  }
  return HALFLSB_OK;
} catch (...) {  // the workspace could not be allocated
  return HALFLSB_FAILED;
}

}  // namespace

int conv2d_glow_avx2(const halflsb_conv2d_args* args) noexcept { return convolve<Glow>(*args, true); }

int conv2d_tflite_avx2(const halflsb_conv2d_args* args) noexcept { return convolve<TfliteDouble>(*args, false); }

#else

int conv2d_glow_avx2(const halflsb_conv2d_args*) noexcept { return HALFLSB_UNSUPPORTED; }

int conv2d_tflite_avx2(const halflsb_conv2d_args*) noexcept { return HALFLSB_UNSUPPORTED; }

#endif

}  // namespace halflsb::portable
