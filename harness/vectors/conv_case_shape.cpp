// The geometry of a convolution case: what its shapes say, checked against each other.
#include <algorithm>

#include "harness/vectors/formats.h"

namespace halflsb {
namespace {

constexpr std::int64_t kLongest = kMaxTensorElements;

using Shape = std::vector<std::int64_t>;

// The padding behind the input with which `out` outputs fit.
std::int64_t pad_behind(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride,
                        std::int64_t dilation, std::int64_t before) {
  return std::max<std::int64_t>((out - 1) * stride + dilation * (kernel - 1) + 1 - in - before, 0);
}

std::int64_t product(const Shape& shape) {
  std::int64_t size = 1;
  for (const std::int64_t dimension : shape) size = std::min(size * dimension, kLongest + 1);
  return size;
}

void check_channels(const JsonObject& json, bool depthwise, const ConvShape& s, const Shape& weights) {
  if (!depthwise) {
    if (weights[3] * s.groups == s.in_channels) return;
    return json.fail("weights_shape", "has " + std::to_string(weights[3]) + " channels (expected " +
                                          std::to_string(s.in_channels) + " / " + std::to_string(s.groups) + ")");
  }
  const std::int64_t multiple = json.integer("ch_mult", 1, kLongest);
  const std::string in = std::to_string(s.in_channels);
  if (weights[0] != 1) json.fail("weights_shape", "begins with " + std::to_string(weights[0]) + " (expected 1HWO)");
  if (s.groups != s.in_channels) json.fail("groups", "is " + std::to_string(s.groups) + " (expected " + in + ")");
  if (weights[3] != s.in_channels * multiple) {
    json.fail("ch_mult", "is " + std::to_string(multiple) + ", but there are " + std::to_string(weights[3]) +
                             " outputs of " + in + " inputs");
  }
}

void check_output(const JsonObject& json, const Shape& out, const Shape& implied) {
  for (std::size_t i = 0; i < implied.size(); ++i) {
    if (out[i] == implied[i]) continue;
    json.fail("output_shape[" + std::to_string(i) + "]",
              "is " + std::to_string(out[i]) + " (the other shapes give " + std::to_string(implied[i]) + ")");
  }
}

}  // namespace

ConvShape read_conv_shape(const JsonObject& json, bool depthwise) {
  const auto sizes = [&](const char* key, std::size_t rank) { return json.integers(key, 1, kLongest, rank); };
  const Shape in = sizes("input_shape", 4), weights = sizes("weights_shape", 4), out = sizes("output_shape", 4);
  const Shape stride = sizes("stride_hw", 2), dilation = sizes("dilation_hw", 2);
  const Shape pad = json.integers("pad_top_left", 0, kLongest, 2);
  ConvShape s{.batch = in[0], .in_height = in[1], .in_width = in[2], .in_channels = in[3]};
  s.out_channels = depthwise ? weights[3] : weights[0];
  s.kernel_height = weights[1], s.kernel_width = weights[2];
  s.stride_height = stride[0], s.stride_width = stride[1];
  s.dilation_height = dilation[0], s.dilation_width = dilation[1];
  s.pad_top = pad[0], s.pad_left = pad[1];
  s.pad_bottom = pad_behind(in[1], out[1], weights[1], stride[0], dilation[0], pad[0]);
  s.pad_right = pad_behind(in[2], out[2], weights[2], stride[1], dilation[1], pad[1]);
  s.groups = json.integer("groups", 1, kLongest);
  check_channels(json, depthwise, s, weights);
  if (json.failed()) return s;
  if (const auto valid = validated(s); !valid) {
    json.fail("input_shape", valid.error().message);
  } else {
    check_output(json, out, {s.batch, s.out_height(), s.out_width(), s.out_channels});
  }
  return s;
}

ConvShape read_fully_connected_shape(const JsonObject& json) {
  const Shape weights = json.integers("weights_shape", 1, kLongest, 2);
  const std::int64_t in = product(json.integers("input_shape", 1, kLongest));
  const std::int64_t out = product(json.integers("output_shape", 1, kLongest));
  const ConvShape s{
      .batch = std::max<std::int64_t>(in / weights[1], 1), .in_channels = weights[1], .out_channels = weights[0]};
  if (s.batch * weights[1] != in) {
    json.fail("input_shape", "has " + std::to_string(in) + " elements (expected a multiple of the " +
                                 std::to_string(weights[1]) + " inputs)");
  }
  if (json.failed()) return s;
  if (const auto valid = validated(s); !valid) {
    json.fail("input_shape", valid.error().message);
  } else if (s.output_size() != out) {
    json.fail("output_shape", "has " + std::to_string(out) + " elements (the other shapes give " +
                                  std::to_string(s.output_size()) + ")");
  }
  return s;
}

}  // namespace halflsb
