#include "harness/problem/fields.h"

namespace halflsb {
namespace {

template <class Range, class Format>
std::string join(const Range& values, const char* separator, Format format) {
  std::string text;
  for (const auto& value : values) {
    if (!text.empty()) text += separator;
    text += format(value);
  }
  return text;
}

template <class T>
std::string join_integers(const std::vector<T>& values, const char* separator = ",") {
  return join(values, separator, [](T value) { return std::to_string(value); });
}

void put(std::vector<Field>& fields, std::string key, std::string value, std::string_view default_value = "") {
  const bool is_default = value == default_value;
  fields.push_back({std::move(key), std::move(value), is_default});
}

void put_parameters(std::vector<Field>& fields, const std::vector<Parameters>& all, const std::string& prefix) {
  for (const ParameterField& field : find_recipe(all.front().scheme)->fields) {
    const auto format = [&](const Parameters& p) { return format_parameter(field, p.rational(field.name)); };
    put(fields, prefix + std::string(field.name), join(all, ",", format), prefix.empty() ? field.default_text : "");
  }
}

void put_requantization(std::vector<Field>& fields, const Requantization& rq) {
  put(fields, "scheme", std::string(rq.recipe().name));
  put_parameters(fields, rq.parameters, "");
  put(fields, "zero_point", std::to_string(rq.zero_point), "0");
  put(fields, "output", format_output_range(rq.output), "i8");
  put(fields, "width", std::to_string(rq.width), std::to_string(kDefaultWidth));
  if (!rq.factor.empty()) {
    put(fields, "factor", join(rq.factor, ",", [](const Rational& factor) { return to_text(factor); }));
  }
}

void put_layer(std::vector<Field>& fields, const ConvLayer& layer) {
  const ConvShape& s = layer.shape;
  put(fields, "in", join_integers(std::vector{s.batch, s.in_height, s.in_width, s.in_channels}, "x"));
  put(fields, "filter",
      join_integers(std::vector{s.out_channels, s.kernel_height, s.kernel_width, s.group_channels()}, "x"));
  put(fields, "stride", join_integers(std::vector{s.stride_height, s.stride_width}), "1,1");
  put(fields, "pad", join_integers(std::vector{s.pad_top, s.pad_left, s.pad_bottom, s.pad_right}), "0,0,0,0");
  put(fields, "dilation", join_integers(std::vector{s.dilation_height, s.dilation_width}), "1,1");
  put(fields, "groups", std::to_string(s.groups), "1");
  put(fields, "in_type", std::string(name_of(layer.input_type)), "i8");
  put(fields, "filter_type", std::string(name_of(layer.filter_type)), "i8");
  put(fields, "in_zp", std::to_string(layer.input_zero_point), "0");
  put(fields, "filter_zp", join_integers(layer.filter_zero_point), "0");
  put_requantization(fields, layer.requantization);
  put(fields, "bias_type", layer.bias ? std::string(name_of(layer.bias->type)) : "none", "none");
  if (layer.bias) {
    put(fields, "bias_zp", std::to_string(layer.bias->zero_point), "0");
    if (!layer.bias->rescale.empty()) put_parameters(fields, layer.bias->rescale, "bias_");
    put(fields, "bias_data", join_integers(layer.bias->data));
  }
  put(fields, "activation", std::string(kActivations[static_cast<std::size_t>(layer.activation.kind)]), "none");
  if (layer.activation.kind == Activation::Kind::clip) put(fields, "clip", format_output_range(layer.activation.clip));
  if (layer.activation.leaky) put_parameters(fields, {*layer.activation.leaky}, "leaky_");
  put(fields, "in_data", join_integers(layer.input));
  put(fields, "filter_data", join_integers(layer.filter));
}

}  // namespace

std::string format_output_range(const OutputRange& range) {
  for (const ElementTypeInfo& type : kElementTypes) {
    if (range == OutputRange{type.smallest, type.largest}) return std::string(type.name);
  }
  return std::to_string(range.lo) + ":" + std::to_string(range.hi);
}

std::vector<Field> to_fields(const Problem& problem) {
  std::vector<Field> fields;
  if (const auto* layer = std::get_if<ConvLayer>(&problem)) {
    put_layer(fields, *layer);
  } else {
    const auto& requantize = std::get<RequantizeProblem>(problem);
    put_requantization(fields, requantize.requantization);
    put(fields, "acc", join_integers(requantize.accumulators));
  }
  return fields;
}

}  // namespace halflsb
