// How the adapters of other people's libraries describe themselves. What a library documents is its contract; what its API takes
// without an error is its domain.
#pragma once

#include "targets/abi/describe.h"

namespace halflsb::external {

inline constexpr halflsb_range kAnyInt32{INT32_MIN, INT32_MAX};
inline constexpr halflsb_range kSize{1, int64_t{1} << 16};

constexpr uint32_t kAllTypes = 1u << HALFLSB_I8 | 1u << HALFLSB_U8 | 1u << HALFLSB_I16 | 1u << HALFLSB_I32;

// Of one element type for input, filter and output, with an int32 bias in accumulator scale.
constexpr halflsb_domain conv2d_domain(int32_t type) {
  halflsb_domain d{};
  d.zero_point = type == HALFLSB_U8 ? halflsb_range{0, 255} : halflsb_range{-128, 127};
  d.input_types = d.output_types = 1u << type;
  d.bias_types = 1u << HALFLSB_I32;
  d.activations = 1u << HALFLSB_ACTIVATION_NONE;
  d.in_channels = d.out_channels = d.groups = d.kernel = d.stride = d.dilation = kSize;
  d.pad = {0, int64_t{1} << 16};
  return d;
}

// A library's targets: *count of them, alive for the whole program.
using Targets = const halflsb_target* const* (*)(size_t* count);

const halflsb_target* const* gemmlowp_scalar_targets(size_t* count);
const halflsb_target* const* gemmlowp_sse4_targets(size_t* count);
const halflsb_target* const* gemmlowp_avx2_targets(size_t* count);
const halflsb_target* const* neon_targets(size_t* count);
const halflsb_target* const* onednn_targets(size_t* count);
const halflsb_target* const* xnnpack_targets(size_t* count);

}  // namespace halflsb::external
