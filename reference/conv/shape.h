// The geometry of a 2-d convolution: NHWC input, OHWI filter (I = channels per group), NHWC output.
// Fully connected is the shape with all spatial sizes 1; depthwise is groups = in_channels.
#pragma once

#include <cstdint>

#include "reference/exact/result.h"

namespace halflsb {

struct ConvShape {
  std::int64_t batch = 1, in_height = 1, in_width = 1, in_channels = 1;
  std::int64_t out_channels = 1, kernel_height = 1, kernel_width = 1;
  std::int64_t stride_height = 1, stride_width = 1;
  std::int64_t dilation_height = 1, dilation_width = 1;
  std::int64_t pad_top = 0, pad_left = 0, pad_bottom = 0, pad_right = 0;
  std::int64_t groups = 1;

  // floor((in + pads - dilation * (kernel - 1) - 1) / stride) + 1; below 1 where the kernel does not fit.
  [[nodiscard]] std::int64_t out_height() const;
  [[nodiscard]] std::int64_t out_width() const;
  [[nodiscard]] std::int64_t group_channels() const { return in_channels / groups; }  // I
  [[nodiscard]] std::int64_t group_outputs() const { return out_channels / groups; }
  [[nodiscard]] std::int64_t depth() const { return kernel_height * kernel_width * group_channels(); }

  [[nodiscard]] std::int64_t input_size() const { return batch * in_height * in_width * in_channels; }
  [[nodiscard]] std::int64_t filter_size() const { return out_channels * depth(); }
  [[nodiscard]] std::int64_t output_size() const { return batch * out_height() * out_width() * out_channels; }
  [[nodiscard]] std::int64_t multiplications() const { return output_size() * depth(); }

  friend bool operator==(const ConvShape&, const ConvShape&) = default;
};

inline constexpr std::int64_t kMaxTensorElements = std::int64_t{1} << 28;
// Of the output, whose size padding alone can inflate: it is the one tensor that no data vouches for.
inline constexpr std::int64_t kMaxOutputElements = std::int64_t{1} << 25;

// The shape itself where every size is usable: dimensions, strides, dilations and groups at least 1, pads at least 0,
// groups dividing both channel counts, at least one output, no tensor above the limits. All sizes then fit int64.
[[nodiscard]] Result<ConvShape> validated(const ConvShape& shape);

}  // namespace halflsb
