// What every convolution here shares: sizes in 64 bits, the checks, the bias term, and which taps fall in the padding.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "targets/abi/target.h"
#include "targets/portable/output_stage.h"
#include "targets/portable/rescale.h"

namespace halflsb::portable {

// Positions are formed in 64 bits: dilation * (kernel - 1) alone can exceed int32.
struct Conv2dShape {
  int64_t batch, in_height, in_width, in_channels, out_height, out_width, out_channels, kernel_height, kernel_width;
  int64_t stride_height, stride_width, dilation_height, dilation_width, pad_top, pad_left, groups;
  int64_t group_in, group_out;  // channels of one group
  int64_t depth;                // products per output: kernel_height * kernel_width * group_in

  explicit Conv2dShape(const halflsb_conv2d_args& a)
      : batch(a.batch),
        in_height(a.in_height),
        in_width(a.in_width),
        in_channels(a.in_channels),
        out_height(a.out_height),
        out_width(a.out_width),
        out_channels(a.out_channels),
        kernel_height(a.kernel_height),
        kernel_width(a.kernel_width),
        stride_height(a.stride_height),
        stride_width(a.stride_width),
        dilation_height(a.dilation_height),
        dilation_width(a.dilation_width),
        pad_top(a.pad_top),
        pad_left(a.pad_left),
        groups(a.groups),
        group_in(in_channels / groups),
        group_out(out_channels / groups),
        depth(kernel_height * kernel_width * group_in) {}
};

// The kernel positions [first, last) whose tap start + k * dilation lies inside [0, size); the others are padding.
struct TapRange {
  int64_t first, last;
};

inline TapRange taps_inside(int64_t start, int64_t dilation, int64_t size, int64_t kernel) {
  const int64_t first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  const int64_t last = start >= size ? 0 : (size - start + dilation - 1) / dilation;
  return {std::min(first, kernel), std::max(std::min(first, kernel), std::min(last, kernel))};
}

inline bool byte_type(int32_t type) { return type == HALFLSB_I8 || type == HALFLSB_U8; }

// A zero point that its own type holds: then |x - zero_point| <= 255.
inline bool zero_point_fits(int32_t zero_point, int32_t type) {
  return type == HALFLSB_I8 ? zero_point >= -128 && zero_point <= 127 : zero_point >= 0 && zero_point <= 255;
}

// Entry `channel` of a parameter that is given once or per channel.
template <typename T>
const T& channel_entry(const T* entries, int32_t per_channel, int64_t channel) {
  return entries[per_channel ? channel : 0];
}

template <typename Scheme>
bool supported(const halflsb_conv2d_args& a, bool per_channel, bool leaky) {
  if (a.struct_size < sizeof a || !byte_type(a.input_type) || !byte_type(a.filter_type)) return false;
  if (a.groups < 1 || a.in_channels % a.groups != 0 || a.out_channels % a.groups != 0) return false;
  if (a.stride_height < 1 || a.stride_width < 1 || a.dilation_height < 1 || a.dilation_width < 1) return false;
  if (!per_channel && (a.rescale_per_channel || a.filter_zero_point_per_channel)) return false;
  if (!leaky && a.activation == HALFLSB_ACTIVATION_LEAKY_RELU) return false;
  if (a.bias && a.bias_type != HALFLSB_I8 && a.bias_type != HALFLSB_I32) return false;
  if (!OutputStage::of(a).valid() || !zero_point_fits(a.input_zero_point, a.input_type)) return false;
  for (int64_t o = 0; o < a.out_channels; ++o) {
    const int32_t filter_zero_point = channel_entry(a.filter_zero_point, a.filter_zero_point_per_channel, o);
    if (!zero_point_fits(filter_zero_point, a.filter_type)) return false;
    if (!Scheme::valid(channel_entry(a.rescale, a.rescale_per_channel, o))) return false;
    const bool rescaled = a.bias && a.bias_rescaled;
    if (rescaled && !glow_shifts_valid(channel_entry(a.bias_rescale, a.bias_rescale_per_channel, o))) return false;
  }
  return true;
}

// B(o) modulo 2^32. bias - bias_zero_point has up to 33 bits, hence the wide rescaling. All sums are formed modulo
// 2^32, so that only the whole accumulator has to fit int32.
inline uint32_t bias_term(const halflsb_conv2d_args& a, int64_t channel) {
  if (!a.bias) return 0;
  int32_t bias = 0;
  if (a.bias_type == HALFLSB_I8) {
    bias = static_cast<const int8_t*>(a.bias)[channel];
  } else {
    std::memcpy(&bias, static_cast<const char*>(a.bias) + channel * 4, sizeof bias);
  }
  const int64_t centred = int64_t{bias} - a.bias_zero_point;
  if (!a.bias_rescaled) return static_cast<uint32_t>(centred);
  return static_cast<uint32_t>(glow_wide(centred, channel_entry(a.bias_rescale, a.bias_rescale_per_channel, channel)));
}

// Calls f with a null pointer of the element type: const int8_t* or const uint8_t*.
template <typename F>
auto with_byte_type(int32_t type, F f) {
  return type == HALFLSB_I8 ? f(static_cast<const int8_t*>(nullptr)) : f(static_cast<const uint8_t*>(nullptr));
}

}  // namespace halflsb::portable
