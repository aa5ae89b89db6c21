#include "reference/conv/patches.h"

#include <algorithm>
#include <cstring>

#include "reference/exact/avx2.h"

namespace halflsb {
namespace {

void set_taps(std::vector<Taps>& taps, std::int64_t outputs, std::int64_t stride, std::int64_t pad,
              std::int64_t dilation, std::int64_t kernel, std::int64_t size) {
  taps.clear();
  for (std::int64_t i = 0; i < outputs; ++i) taps.push_back(taps_inside(i * stride - pad, dilation, kernel, size));
}

void copy(std::int16_t* to, const std::int16_t* from, std::int64_t count) {
  std::memcpy(to, from, static_cast<std::size_t>(count) * sizeof *to);
}
void clear(std::int16_t* to, std::int64_t count) {
  if (count > 0) std::memset(to, 0, static_cast<std::size_t>(count) * sizeof *to);
}

#if defined(__x86_64__)
HALFLSB_AVX2 std::int64_t centre_avx2(const std::int16_t* source, std::int64_t count, std::int64_t zero_point,
                                      std::int16_t* target) {
  const __m256i subtrahend = _mm256_set1_epi16(static_cast<std::int16_t>(zero_point));
  std::int64_t i = 0;
  for (; count - i >= 16; i += 16) store_256(target + i, _mm256_sub_epi16(load_256(source + i), subtrahend));
  return i;
}
#endif

}  // namespace

Taps taps_inside(std::int64_t start, std::int64_t dilation, std::int64_t kernel, std::int64_t size) {
  const std::int64_t first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  const std::int64_t last = start >= size ? 0 : (size - start + dilation - 1) / dilation;
  return {std::min(first, kernel), std::clamp(last, std::int64_t{0}, kernel)};
}

void centre_plain(const std::int16_t* source, std::int64_t count, std::int64_t zero_point, std::int16_t* target) {
  for (std::int64_t i = 0; i < count; ++i) target[i] = static_cast<std::int16_t>(source[i] - zero_point);
}

void centre(const std::int16_t* source, std::int64_t count, std::int64_t zero_point, std::int16_t* target) {
  std::int64_t done = 0;
#if defined(__x86_64__)
  if (has_avx2()) done = centre_avx2(source, count, zero_point, target);
#endif
  centre_plain(source + done, count - done, zero_point, target + done);
}

void Patches::set(const ConvLayer& layer) {
  shape_ = layer.shape;
  const ConvShape& s = shape_;
  input_.resize(layer.input.size() + kRowUnit);
  centre(layer.input.data(), s.input_size(), layer.input_zero_point, input_.data());
  set_taps(row_taps_, s.out_height(), s.stride_height, s.pad_top, s.dilation_height, s.kernel_height, s.in_height);
  set_taps(column_taps_, s.out_width(), s.stride_width, s.pad_left, s.dilation_width, s.kernel_width, s.in_width);
}

const std::int16_t* Patches::rows(std::int64_t group, std::int64_t first, std::int64_t count) {
  const ConvShape& s = shape_;
  const std::int64_t size = row_size(s);
  // A pixel's channels are its row already.
  const bool pointwise = s.kernel_height * s.kernel_width * s.stride_height * s.stride_width * s.groups == 1 &&
                         s.pad_top + s.pad_left + s.pad_bottom + s.pad_right == 0 && s.depth() == size;
  if (pointwise) return input_.data() + first * size;
  gathered_.resize(static_cast<std::size_t>(count * size));
  for (std::int64_t i = 0; i < count; ++i) gather(group, first + i, gathered_.data() + i * size);
  return gathered_.data();
}

void Patches::gather(std::int64_t group, std::int64_t pixel, std::int16_t* row) const {
  const ConvShape& s = shape_;
  const auto width = static_cast<std::int64_t>(column_taps_.size());
  const auto height = static_cast<std::int64_t>(row_taps_.size());
  const std::int64_t w = pixel % width;
  const std::int64_t h = pixel / width % height;
  const std::int64_t n = pixel / width / height;
  const Taps& rows = row_taps(h);
  const Taps& columns = column_taps(w);
  const std::int64_t depth = s.group_channels();
  const std::int64_t kernel_row = s.kernel_width * depth;
  const std::int64_t inside = columns.last - columns.first;
  clear(row, rows.first * kernel_row);
  for (std::int64_t kh = rows.first; kh < rows.last; ++kh) {
    std::int16_t* const to = row + kh * kernel_row;
    if (inside <= 0) {
      clear(to, kernel_row);
      continue;
    }
    const std::int64_t y = h * s.stride_height - s.pad_top + kh * s.dilation_height;
    const std::int64_t x = w * s.stride_width - s.pad_left + columns.first * s.dilation_width;
    const std::int16_t* from = input_.data() + ((n * s.in_height + y) * s.in_width + x) * s.in_channels + group * depth;
    clear(to, columns.first * depth);
    clear(to + columns.last * depth, (s.kernel_width - columns.last) * depth);
    // Neighbouring taps that are neighbours in memory are one run.
    const std::int64_t run = s.dilation_width == 1 && s.groups == 1 ? inside : 1;
    for (std::int64_t kw = columns.first; kw < columns.last; kw += run) {
      copy(to + kw * depth, from + (kw - columns.first) * s.dilation_width * s.in_channels, run * depth);
    }
  }
  const std::int64_t end = std::max(rows.first, rows.last) * kernel_row;
  clear(row + end, row_size(s) - end);
}

}  // namespace halflsb
