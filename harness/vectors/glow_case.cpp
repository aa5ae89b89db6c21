// Channelwise quantized convolutions of Glow's own tests.
#include <algorithm>

#include "harness/vectors/formats.h"
#include "reference/exact/binary_float.h"

namespace halflsb {
namespace {

const Recipe& glow() { return *find_recipe("glow"); }

template <class T>
bool all_equal(const std::vector<T>& values) {
  return std::all_of(values.begin(), values.end(), [&](const T& value) { return value == values.front(); });
}

std::vector<std::int64_t> shape_of(const JsonObject& tensor) {
  return tensor.integers("shape", 1, kMaxTensorElements, 4);
}

std::vector<std::int64_t> data_of(const JsonObject& tensor, std::string_view key, std::int64_t count) {
  auto data = tensor.integers(key, -128, 127);
  tensor.expect_count(key, data.size(), count);
  return data;
}

void read_shape(const JsonObject& json, ConvShape& s) {
  const auto in = shape_of(json.object("input")), weights = shape_of(json.object("weights"));
  const auto kernel = json.integers("kernel", 1, kMaxTensorElements, 2);
  const auto stride = json.integers("stride", 1, kMaxTensorElements, 2);
  const auto pads = json.integers("pads", 0, kMaxTensorElements, 4);  // top, left, bottom, right
  const auto dilation = json.integers("dilation", 1, kMaxTensorElements, 2);
  s = {.batch = in[0], .in_height = in[1], .in_width = in[2], .in_channels = in[3], .out_channels = weights[0]};
  s.kernel_height = weights[1], s.kernel_width = weights[2];
  s.stride_height = stride[0], s.stride_width = stride[1];
  s.dilation_height = dilation[0], s.dilation_width = dilation[1];
  s.pad_top = pads[0], s.pad_left = pads[1], s.pad_bottom = pads[2], s.pad_right = pads[3];
  s.groups = json.integer("groups", 1, kMaxTensorElements);
  if (json.failed()) return;
  if (json.object("weights").text("layout") != "OHWI") json.fail("weights", "layout is not OHWI");
  if (kernel[0] != weights[1] || kernel[1] != weights[2]) json.fail("kernel", "is not that of the weights");
  if (weights[3] * s.groups != in[3]) json.fail("weights", "shape does not have input channels / groups");
  if (const auto valid = validated(s); !valid) return json.fail("input", valid.error().message);
  const std::vector<std::int64_t> implied{s.batch, s.out_height(), s.out_width(), s.out_channels};
  if (shape_of(json.object("output")) != implied) json.fail("output", "shape is not what the other shapes give");
}

// What Glow's interpreter computes instead of the integer scheme: round(N * factor), half away from zero, the factor in
// float32. Its product is a float32 too, which is exact for accumulators and factors as small as those of its tests.
Requantization interpreter(const Requantization& integer_form, const std::vector<Rational>& factors) {
  Requantization rq = integer_form;
  rq.parameters.clear();
  for (const Rational& factor : factors) rq.parameters.push_back(ideal_parameters(factor, RoundingMode::ties_away));
  return rq;
}

}  // namespace

void read_glow_conv(const JsonObject& json, VectorFile& file) {
  const std::string op = json.text("op");
  if (json.failed()) return;
  if (op != "channelwise_quantized_conv2d") return void(++file.skipped[op]);
  ConvVector vector;
  vector.name = json.text("name");
  ConvLayer& layer = vector.layer;
  read_shape(json, layer.shape);
  if (json.failed()) return;
  const ConvShape& s = layer.shape;
  const JsonObject input = json.object("input"), weights = json.object("weights"), output = json.object("output");
  layer.input_zero_point = input.integer("zero_point", -128, 127);
  layer.filter_zero_point = weights.integers32("zero_point_per_channel", -128, 127);
  Requantization& rq = layer.requantization;
  rq.zero_point = output.integer("zero_point", -128, 127);
  const Rational in_scale = scale_of(input, "scale", input.number("scale"));
  const Rational out_scale = scale_of(output, "scale", output.number("scale"));
  std::vector<Rational> factors;
  for (const Rational& scale : weights.numbers("scale_per_channel")) {
    const FactorSource::Scales scales{in_scale, scale_of(weights, "scale_per_channel", scale), out_scale};
    const Rational factor = scales.input * scales.filter / scales.output;
    const auto derived = glow().derive({factor, scales});
    if (!derived) return weights.fail("scale_per_channel", derived.error().message);
    rq.parameters.push_back(*derived);
    rq.factor.push_back(factor);
    factors.push_back(scale_of(weights, "scale_per_channel", factor));
  }
  weights.expect_count("scale_per_channel", factors.size(), s.out_channels);
  weights.expect_count("zero_point_per_channel", layer.filter_zero_point.size(), s.out_channels);
  if (all_equal(layer.filter_zero_point)) layer.filter_zero_point.resize(1);
  const auto x = data_of(input, "data_s8", s.input_size()), f = data_of(weights, "data_s8", s.filter_size());
  layer.input.assign(x.begin(), x.end());
  layer.filter.assign(f.begin(), f.end());
  const auto expected = data_of(output, "expected_s8", s.output_size());
  vector.expected.assign(expected.begin(), expected.end());
  layer.bias.emplace();
  layer.bias->data = json.object("bias").integers32("int32_at_scale_in_x_filter", INT32_MIN, INT32_MAX);
  json.object("bias").expect_count("int32_at_scale_in_x_filter", layer.bias->data.size(), s.out_channels);
  if (json.failed()) return;
  vector.otherwise = interpreter(rq, factors);
  if (all_equal(rq.parameters)) {  // for the targets that take one set only
    vector.also.push_back(rq);
    vector.also.back().parameters.resize(1);
  }
  if (const auto error = invalid(layer)) return json.fail("input", error->message);
  file.convolutions.push_back(std::move(vector));
}

}  // namespace halflsb
