// Where each portable kernel is right: all that the ABI can express and the kernel was written for. The kernels answer
// HALFLSB_UNSUPPORTED for shift counts, types, zero points of input and filter, and output ranges outside.
#pragma once

#include "targets/abi/target.h"
#include "targets/portable/rescale.h"

namespace halflsb::portable {

inline constexpr halflsb_range kAnyInt32{kInt32Min, kInt32Max};
inline constexpr halflsb_range kUpTo2To20{1, int64_t{1} << 20};
inline constexpr halflsb_range kUpTo2To16{1, int64_t{1} << 16};

inline constexpr uint32_t kByteTypes = 1u << HALFLSB_I8 | 1u << HALFLSB_U8;
inline constexpr uint32_t kAllTypes = kByteTypes | 1u << HALFLSB_I16 | 1u << HALFLSB_I32;
inline constexpr uint32_t kBiasTypes = 1u << HALFLSB_I8 | 1u << HALFLSB_I32;
inline constexpr uint32_t kBoundedActivations =
    1u << HALFLSB_ACTIVATION_NONE | 1u << HALFLSB_ACTIVATION_RELU | 1u << HALFLSB_ACTIVATION_CLIP;
inline constexpr uint32_t kAllActivations = kBoundedActivations | 1u << HALFLSB_ACTIVATION_LEAKY_RELU;

constexpr halflsb_domain any_output() {
  halflsb_domain d{};
  d.struct_size = sizeof d;
  d.zero_point = kAnyInt32;
  d.output_types = kAllTypes;
  return d;
}

// A shift count of 32 and more is where Glow's own 32-bit arithmetic has no meaning.
constexpr halflsb_domain with_glow_ranges(halflsb_domain d) {
  d.pre = {0, 31};
  d.post = {0, 31};
  d.scale = {1, kInt32Max};
  return d;
}

// Below -31 the double form shifts an int32 by more than its width; beyond 30 the single form has no rounding term.
constexpr halflsb_domain with_q31_ranges(halflsb_domain d) {
  d.multiplier = kAnyInt32;
  d.shift = {-31, 30};
  return d;
}

constexpr halflsb_domain requantize_glow_domain() { return with_glow_ranges(any_output()); }
constexpr halflsb_domain requantize_q31_domain() { return with_q31_ranges(any_output()); }

// The glow ranges hold for the bias and the leaky relu as well.
constexpr halflsb_domain conv2d_domain(bool per_channel, uint32_t activations) {
  halflsb_domain d = with_glow_ranges(any_output());
  d.input_types = kByteTypes;
  d.bias_types = kBiasTypes;
  d.activations = activations;
  d.in_channels = d.out_channels = d.groups = kUpTo2To20;
  d.kernel = d.stride = d.dilation = kUpTo2To16;
  d.pad = {0, int64_t{1} << 16};
  d.per_channel = per_channel ? 1 : 0;
  d.filter_zero_point = 1;
  d.bias_rescaled = 1;
  return d;
}

constexpr halflsb_domain conv2d_glow_domain(bool per_channel) { return conv2d_domain(per_channel, kAllActivations); }
constexpr halflsb_domain conv2d_q31_domain() { return with_q31_ranges(conv2d_domain(true, kBoundedActivations)); }

}  // namespace halflsb::portable
