// A layer's operands as rows for dot products: zero points subtracted, so that |value| <= 255 and padding is 0, every row filled
// up with zeros to a multiple of 16.
#pragma once

#include <cstdint>
#include <vector>

#include "reference/conv/layer.h"

namespace halflsb {

// Lemma C2: 0 <= start + k * dilation < size exactly for the taps k in [first, last); the others lie in the padding.
struct Taps {
  std::int64_t first, last;
};
[[nodiscard]] Taps taps_inside(std::int64_t start, std::int64_t dilation, std::int64_t kernel, std::int64_t size);

// target[i] = source[i] - zero_point.
void centre(const std::int16_t* source, std::int64_t count, std::int64_t zero_point, std::int16_t* target);
void centre_plain(const std::int16_t* source, std::int64_t count, std::int64_t zero_point, std::int16_t* target);

[[nodiscard]] constexpr std::int64_t rounded_up(std::int64_t value, std::int64_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

inline constexpr std::int64_t kRowUnit = 16;
[[nodiscard]] inline std::int64_t row_size(const ConvShape& s) { return rounded_up(s.depth(), kRowUnit); }

// What each output pixel sees of the input. Keeps its buffers from layer to layer.
class Patches {
 public:
  void set(const ConvLayer& layer);

  // The rows of `count` pixels from `first` on (counted over batch, height, width), as far as one group's channels go: row_size()
  // values each, in a buffer that the next call overwrites.
  [[nodiscard]] const std::int16_t* rows(std::int64_t group, std::int64_t first, std::int64_t count);

  // The centred input, [N,H,W,C] and 16 values more; the taps of each output row and column.
  [[nodiscard]] const std::int16_t* input() const { return input_.data(); }
  [[nodiscard]] const Taps& row_taps(std::int64_t h) const { return row_taps_[static_cast<std::size_t>(h)]; }
  [[nodiscard]] const Taps& column_taps(std::int64_t w) const { return column_taps_[static_cast<std::size_t>(w)]; }

 private:
  void gather(std::int64_t group, std::int64_t pixel, std::int16_t* row) const;

  ConvShape shape_;
  std::vector<std::int16_t> input_, gathered_;
  std::vector<Taps> row_taps_, column_taps_;
};

}  // namespace halflsb
