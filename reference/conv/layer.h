// One quantized convolution layer: shape, quantization, data. What the exact convolution computes, and nothing about how.
//
//   N(n,h,w,o) = sum over taps of (x - input_zero_point) * (f - filter_zero_point[o]) + B(o); a tap in the padding adds 0
//   y = scheme[o](N) + output zero point;  activation;  clamp to the output range
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "reference/conv/element_type.h"
#include "reference/conv/shape.h"
#include "reference/scheme/recipe.h"

namespace halflsb {

struct OutputRange {
  std::int64_t lo = -128, hi = 127;
  friend bool operator==(const OutputRange&, const OutputRange&) = default;
};

// How accumulators become outputs: one set of parameters, or one per output channel.
struct Requantization {
  std::vector<Parameters> parameters;  // all of one scheme; size 1 or out_channels
  std::int64_t zero_point = 0;         // int32
  OutputRange output;
  int width = kDefaultWidth;
  std::vector<Rational> factor;  // the real factors; empty: the parameters' own slope

  [[nodiscard]] const Recipe& recipe() const { return *find_recipe(parameters.front().scheme); }
  [[nodiscard]] const Parameters& of(std::int64_t channel) const {
    return parameters[parameters.size() == 1 ? 0 : static_cast<std::size_t>(channel)];
  }
  [[nodiscard]] Scheme scheme(std::int64_t channel) const { return recipe().steps(of(channel), zero_point, width); }
  [[nodiscard]] Rational real_factor(std::int64_t channel) const {
    if (factor.empty()) return recipe().slope(of(channel));
    return factor[factor.size() == 1 ? 0 : static_cast<std::size_t>(channel)];
  }
  friend bool operator==(const Requantization&, const Requantization&) = default;
};

struct Bias {
  ElementType type = ElementType::i32;  // i8 or i32
  std::int64_t zero_point = 0;
  std::vector<Parameters> rescale;  // glow form; empty: the bias is in accumulator scale; size 1 or out_channels
  std::vector<std::int32_t> data;   // [out_channels]
  friend bool operator==(const Bias&, const Bias&) = default;
};

struct Activation {
  enum class Kind { none, relu, clip, leaky_relu };
  Kind kind = Kind::none;
  OutputRange clip;                 // of clip, in output units
  std::optional<Parameters> leaky;  // of leaky_relu: x < Z ? glow(x - Z) + Z : x
  friend bool operator==(const Activation&, const Activation&) = default;
};

struct ConvLayer {
  ConvShape shape;
  ElementType input_type = ElementType::i8, filter_type = ElementType::i8;  // i8 or u8
  std::int64_t input_zero_point = 0;
  std::vector<std::int32_t> filter_zero_point{0};  // size 1 or out_channels
  Requantization requantization;
  std::optional<Bias> bias;
  Activation activation;
  std::vector<std::int16_t> input, filter;

  [[nodiscard]] std::int64_t filter_zero_point_of(std::int64_t channel) const {
    return filter_zero_point[filter_zero_point.size() == 1 ? 0 : static_cast<std::size_t>(channel)];
  }
  friend bool operator==(const ConvLayer&, const ConvLayer&) = default;
};

// An error where a size, a value or a zero point does not fit what the layer declares. Everything below assumes it passed.
[[nodiscard]] std::optional<Error> invalid(const ConvLayer& layer);

}  // namespace halflsb
