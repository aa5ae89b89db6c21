// How the adapters of other people's libraries describe themselves. What a library documents is its contract; what its API takes
// without an error is its domain.
#pragma once

#include "targets/abi/target.h"

namespace halflsb::external {

inline constexpr halflsb_range kAnyInt32{INT32_MIN, INT32_MAX};
inline constexpr halflsb_range kSize{1, int64_t{1} << 16};

constexpr halflsb_target target(const char* name, const char* kind, const char* scheme, uint32_t isa) {
  halflsb_target t{};
  t.struct_size = sizeof t;
  t.abi_version = HALFLSB_ABI_VERSION;
  t.name = name;
  t.kind = kind;
  t.scheme = scheme;
  t.isa = isa;
  t.domain.struct_size = sizeof t.domain;
  return t;
}

constexpr halflsb_target requantize(const char* name, const char* scheme, uint32_t isa,
                                    int (*kernel)(const halflsb_requantize_args*)) {
  halflsb_target t = target(name, "requantize", scheme, isa);
  t.requantize = kernel;
  return t;
}

// Of one element type for input, filter and output, with an int32 bias in accumulator scale.
constexpr halflsb_target conv2d(const char* name, const char* scheme, uint32_t isa, int32_t type,
                                int (*kernel)(const halflsb_conv2d_args*)) {
  halflsb_target t = target(name, "conv2d", scheme, isa);
  t.conv2d = kernel;
  halflsb_domain& d = t.domain;
  d.zero_point = type == HALFLSB_U8 ? halflsb_range{0, 255} : halflsb_range{-128, 127};
  d.input_types = d.output_types = 1u << type;
  d.bias_types = 1u << HALFLSB_I32;
  d.activations = 1u << HALFLSB_ACTIVATION_NONE;
  d.in_channels = d.out_channels = d.groups = d.kernel = d.stride = d.dilation = kSize;
  d.pad = {0, int64_t{1} << 16};
  return t;
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
