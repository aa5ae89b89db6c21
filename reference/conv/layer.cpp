#include "reference/conv/layer.h"

#include <algorithm>
#include <string>

namespace halflsb {
namespace {

template <class Values>
std::optional<Error> out_of_type(const Values& values, ElementType type, const char* what) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] < smallest(type) || values[i] > largest(type)) {
      return Error{std::string(what) + "[" + std::to_string(i) + "] is " + std::to_string(values[i]) + ", outside " +
                   std::string(name_of(type))};
    }
  }
  return std::nullopt;
}

std::optional<Error> wrong_size(std::size_t have, std::int64_t want, const char* what) {
  if (have == static_cast<std::size_t>(want)) return std::nullopt;
  return Error{std::string(what) + " has " + std::to_string(have) + " values (expected " + std::to_string(want) + ")"};
}

// Per tensor or per channel.
std::optional<Error> wrong_count(std::size_t have, std::int64_t channels, const char* what) {
  if (have == 1) return std::nullopt;
  if (auto error = wrong_size(have, channels, what)) {
    return Error{error->message.substr(0, error->message.size() - 1) + " or 1)"};
  }
  return std::nullopt;
}

std::optional<Error> bad_range(const OutputRange& range, const char* what) {
  if (auto error = out_of_type(std::vector{range.lo, range.hi}, ElementType::i32, what)) return error;
  if (range.lo > range.hi) return Error{std::string(what) + " is empty: its lower end is above its upper end"};
  return std::nullopt;
}

bool is_byte(ElementType type) { return type == ElementType::i8 || type == ElementType::u8; }

std::optional<Error> invalid_bias(const Bias& bias, std::int64_t channels) {
  if (bias.type != ElementType::i8 && bias.type != ElementType::i32) return Error{"bias_type is neither i8 nor i32"};
  if (auto error = wrong_size(bias.data.size(), channels, "bias_data")) return error;
  if (auto error = out_of_type(std::vector{bias.zero_point}, ElementType::i32, "bias_zp")) return error;
  if (!bias.rescale.empty()) {
    if (auto error = wrong_count(bias.rescale.size(), channels, "bias_scale")) return error;
    // Lemma C3: |bias - zero point| < 2^33 and scale <= 2^63, so that a bias term is below 2^97 and the 128-bit accumulator
    // of the exact convolution holds it.
    for (const Parameters& rescale : bias.rescale) {
      if (rescale.integer("scale") > pow2(63)) return Error{"bias_scale is above 2^63"};
    }
  }
  return out_of_type(bias.data, bias.type, "bias_data");
}

}  // namespace

std::optional<Error> invalid(const ConvLayer& layer) {
  const auto shape = validated(layer.shape);
  if (!shape) return shape.error();
  const std::int64_t channels = shape->out_channels;
  const Requantization& requantization = layer.requantization;
  if (!is_byte(layer.input_type)) return Error{"in_type is neither i8 nor u8"};
  if (!is_byte(layer.filter_type)) return Error{"filter_type is neither i8 nor u8"};
  if (auto error = wrong_count(requantization.parameters.size(), channels, "the scheme's parameters")) return error;
  if (!requantization.factor.empty()) {
    if (auto error = wrong_count(requantization.factor.size(), channels, "factor")) return error;
  }
  if (auto error = wrong_count(layer.filter_zero_point.size(), channels, "filter_zp")) return error;
  if (auto error = out_of_type(layer.filter_zero_point, layer.filter_type, "filter_zp")) return error;
  if (auto error = out_of_type(std::vector{layer.input_zero_point}, layer.input_type, "in_zp")) return error;
  if (auto error = wrong_size(layer.input.size(), shape->input_size(), "in_data")) return error;
  if (auto error = wrong_size(layer.filter.size(), shape->filter_size(), "filter_data")) return error;
  if (auto error = out_of_type(layer.input, layer.input_type, "in_data")) return error;
  if (auto error = out_of_type(layer.filter, layer.filter_type, "filter_data")) return error;
  if (auto error = out_of_type(std::vector{requantization.zero_point}, ElementType::i32, "zero_point")) return error;
  if (auto error = bad_range(requantization.output, "output")) return error;
  if (layer.activation.kind == Activation::Kind::clip) {
    if (auto error = bad_range(layer.activation.clip, "clip")) return error;
  }
  return layer.bias ? invalid_bias(*layer.bias, channels) : std::nullopt;
}

}  // namespace halflsb
