#include "reference/conv/depthwise.h"

#include <algorithm>

#include "reference/exact/avx2.h"

namespace halflsb {
namespace {

// Where one output pixel finds its taps: tap (kh, kw) of channel c is at image + kh * row + kw * column + c.
struct Window {
  const std::int16_t* image;
  Taps rows, columns;
  std::int64_t row, column;
};

// Calls visit(window, sums of the pixel) for every output pixel.
template <class Visit>
void for_each_pixel(const ConvShape& s, const Patches& patches, std::int32_t* sums, Visit visit) {
  const std::int64_t height = s.out_height();
  const std::int64_t width = s.out_width();
  for (std::int64_t n = 0; n < s.batch; ++n) {
    for (std::int64_t h = 0; h < height; ++h) {
      for (std::int64_t w = 0; w < width; ++w, sums += s.out_channels) {
        const Taps& rows = patches.row_taps(h);
        const Taps& columns = patches.column_taps(w);
        if (rows.first >= rows.last || columns.first >= columns.last) {
          visit(Window{patches.input(), {0, 0}, {0, 0}, 0, 0}, sums);
          continue;
        }
        // The first tap inside; the others are counted from it, so that no pointer leaves the tensor.
        const std::int64_t y = h * s.stride_height - s.pad_top + rows.first * s.dilation_height;
        const std::int64_t x = w * s.stride_width - s.pad_left + columns.first * s.dilation_width;
        const std::int16_t* image = patches.input() + ((n * s.in_height + y) * s.in_width + x) * s.in_channels;
        visit(Window{image, rows, columns, s.dilation_height * s.in_width * s.in_channels,
                     s.dilation_width * s.in_channels},
              sums);
      }
    }
  }
}

}  // namespace

bool depthwise_sums_plain(const ConvShape& s, const Patches& patches, const TapRows& filters, std::int32_t* sums) {
  bool fits = true;
  for_each_pixel(s, patches, sums, [&](const Window& at, std::int32_t* pixel) {
    for (std::int64_t c = 0; c < s.out_channels; ++c) {
      std::int32_t products = 0;
      for (std::int64_t kh = at.rows.first; kh < at.rows.last; ++kh) {
        for (std::int64_t kw = at.columns.first; kw < at.columns.last; ++kw) {
          const std::int16_t x = at.image[(kh - at.rows.first) * at.row + (kw - at.columns.first) * at.column + c];
          products += x * filters.data[(kh * s.kernel_width + kw) * filters.row_size + c];
        }
      }
      const std::int64_t sum = std::int64_t{products} + filters.bias[c];
      fits = fits && sum == static_cast<std::int32_t>(sum);
      pixel[c] = static_cast<std::int32_t>(sum);
    }
  });
  return fits;
}

#if defined(__x86_64__)

namespace {

HALFLSB_AVX2_INLINE __m256i load_eight(const std::int16_t* from) {
  return _mm256_cvtepi16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

// One pixel. False where a sum with its bias left int32.
HALFLSB_AVX2 bool pixel_sums(const ConvShape& s, const Window& at, const TapRows& filters, std::int32_t* pixel) {
  __m256i left = _mm256_setzero_si256();
  for (std::int64_t c = 0; c < s.out_channels; c += kChannelUnit) {
    __m256i products = _mm256_setzero_si256();
    for (std::int64_t kh = at.rows.first; kh < at.rows.last; ++kh) {
      const std::int16_t* x = at.image + (kh - at.rows.first) * at.row + c;
      const std::int16_t* taps = filters.data + kh * s.kernel_width * filters.row_size + c;
      for (std::int64_t kw = at.columns.first; kw < at.columns.last; ++kw) {
        const __m256i eight = load_eight(x + (kw - at.columns.first) * at.column);
        products = _mm256_add_epi32(products, _mm256_mullo_epi32(eight, load_eight(taps + kw * filters.row_size)));
      }
    }
    const __m256i bias = load_256(filters.bias + c);
    const __m256i sum = _mm256_add_epi32(products, bias);
    const std::int64_t count = std::min(kChannelUnit, s.out_channels - c);
    alignas(32) std::int32_t eight[kChannelUnit];
    if (count == kChannelUnit) {
      store_256(pixel + c, sum);
    } else {
      store_256(eight, sum);
      std::copy_n(eight, count, pixel + c);
    }
    // Two's complement: a sum overflows where both terms have the sign that it has not. A lane without a channel has bias 0.
    left = _mm256_or_si256(left, _mm256_and_si256(_mm256_xor_si256(sum, products), _mm256_xor_si256(sum, bias)));
  }
  return _mm256_movemask_ps(_mm256_castsi256_ps(left)) == 0;
}

}  // namespace

bool depthwise_sums(const ConvShape& s, const Patches& patches, const TapRows& filters, std::int32_t* sums) {
  if (!has_avx2()) return depthwise_sums_plain(s, patches, filters, sums);
  bool fits = true;
  for_each_pixel(s, patches, sums,
                 [&](const Window& at, std::int32_t* pixel) { fits = pixel_sums(s, at, filters, pixel) && fits; });
  return fits;
}

#else

bool depthwise_sums(const ConvShape& s, const Patches& patches, const TapRows& filters, std::int32_t* sums) {
  return depthwise_sums_plain(s, patches, filters, sums);
}

#endif

}  // namespace halflsb
