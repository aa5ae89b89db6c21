// Where the correct kernel of each sort is right: the domains of the portable targets, restated (a test compares them).
// A fault does not narrow them: to find the problem that shows it is the task.
#pragma once

#include <cstdint>
#include <limits>

#include "targets/abi/target.h"

namespace halflsb::seeded {

inline constexpr halflsb_range kAnyInt32{std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()};

// Any output: all that a tolerance target with a real factor needs.
constexpr halflsb_domain ideal_domain() {
  halflsb_domain d{};
  d.struct_size = sizeof d;
  d.zero_point = kAnyInt32;
  d.output_types = 1u << HALFLSB_I8 | 1u << HALFLSB_U8 | 1u << HALFLSB_I16 | 1u << HALFLSB_I32;
  return d;
}

constexpr halflsb_domain glow_domain() {
  halflsb_domain d = ideal_domain();
  d.pre = d.post = {0, 31};
  d.scale = {1, kAnyInt32.max};
  return d;
}

constexpr halflsb_domain with_q31(halflsb_domain d) {
  d.multiplier = kAnyInt32;
  d.shift = {-31, 30};
  return d;
}

constexpr halflsb_domain q31_domain() { return with_q31(ideal_domain()); }

// The glow ranges hold for the bias and the leaky relu of any convolution.
constexpr halflsb_domain conv2d_domain(bool per_channel, bool leaky) {
  halflsb_domain d = glow_domain();
  d.input_types = 1u << HALFLSB_I8 | 1u << HALFLSB_U8;
  d.bias_types = 1u << HALFLSB_I8 | 1u << HALFLSB_I32;
  d.activations = 1u << HALFLSB_ACTIVATION_NONE | 1u << HALFLSB_ACTIVATION_RELU | 1u << HALFLSB_ACTIVATION_CLIP;
  if (leaky) d.activations |= 1u << HALFLSB_ACTIVATION_LEAKY_RELU;
  d.in_channels = d.out_channels = d.groups = {1, int64_t{1} << 20};
  d.kernel = d.stride = d.dilation = {1, int64_t{1} << 16};
  d.pad = {0, int64_t{1} << 16};
  d.per_channel = per_channel ? 1 : 0;
  d.filter_zero_point = 1;
  d.bias_rescaled = 1;
  return d;
}

constexpr halflsb_domain conv2d_glow_domain(bool per_channel) { return conv2d_domain(per_channel, true); }
constexpr halflsb_domain conv2d_q31_domain() { return with_q31(conv2d_domain(true, false)); }

}  // namespace halflsb::seeded
