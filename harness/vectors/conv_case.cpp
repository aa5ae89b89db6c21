// Convolution cases with Q31 multipliers, as TFLite's kernels and their relatives take them: the offsets of input and
// weights are minus their zero points, shift > 0 is a left shift.
#include <algorithm>

#include "harness/vectors/formats.h"

namespace halflsb {
namespace {

struct Types {
  ElementType input, filter, output;
  bool nibbles;  // filter values of 4 bits, one per element
};

// Empty for types that are not computed here; `why` says which.
std::optional<Types> types_of(const JsonObject& json, std::string& why) {
  const JsonObject dtype = json.object("dtype");
  const auto byte = [&](const char* key) {
    const std::string name = dtype.text(key);
    const bool is_byte = name == "s8" || name == "u8" || (name == "s4" && std::string_view(key) == "weights");
    if (!is_byte && why.empty()) why = std::string(key) + " " + name;
    return name == "u8" ? ElementType::u8 : ElementType::i8;
  };
  Types types{.input = byte("input"), .filter = byte("weights"), .output = byte("output"), .nibbles = false};
  types.nibbles = dtype.text("weights") == "s4";
  if (why.empty() && dtype.has("bias") && dtype.text("bias") != "s32") why = "bias " + dtype.text("bias");
  return why.empty() ? std::optional(types) : std::nullopt;
}

// 1HWO to OHWI with I = 1.
std::vector<std::int16_t> channels_first(const std::vector<std::int64_t>& hwo, std::int64_t channels) {
  std::vector<std::int16_t> ohw(hwo.size());
  const std::size_t outer = static_cast<std::size_t>(channels), inner = hwo.size() / outer;
  for (std::size_t i = 0; i < hwo.size(); ++i) ohw[i % outer * inner + i / outer] = static_cast<std::int16_t>(hwo[i]);
  return ohw;
}

Requantization requantization_of(const JsonObject& json, std::int64_t channels, ElementType output, bool single) {
  Requantization rq;
  const auto multiplier = json.integers("multiplier", INT32_MIN, INT32_MAX);
  const auto shift = json.integers("shift", kLowestShift, kHighestShift);
  if (multiplier.size() != 1) json.expect_count("multiplier", multiplier.size(), channels);
  if (shift.size() != 1) json.expect_count("shift", shift.size(), channels);
  const auto clamp = json.integers("clamp", INT32_MIN, INT32_MAX, 2);
  rq.zero_point = json.integer("output_offset", INT32_MIN, INT32_MAX);
  rq.output = {std::max(clamp[0], smallest(output)), std::min(clamp[1], largest(output))};
  if (rq.output.lo > rq.output.hi) json.fail("clamp", "holds no value of the output type");
  if (json.failed()) return rq;
  for (std::size_t i = 0; i < std::max(multiplier.size(), shift.size()); ++i) {
    rq.parameters.push_back(
        q31_parameters(single, multiplier[multiplier.size() == 1 ? 0 : i], shift[shift.size() == 1 ? 0 : i]));
  }
  return rq;
}

// Does the file say that single rounding gives the same outputs?
bool single_is_exact(const JsonObject& json) {
  if (!json.has("verified") || !json.object("verified").has("mismatch")) return false;
  const JsonObject mismatch = json.object("verified").object("mismatch");
  return mismatch.has("single") && mismatch.integer("single", 0, INT64_MAX) == 0;
}

}  // namespace

void read_conv_case(const JsonObject& json, std::string_view expected_key, VectorFile& file) {
  const std::string op = json.text("op");
  const bool depthwise = op == "depthwise_conv2d", full = op == "fully_connected";
  if (json.failed()) return;
  if (op != "conv2d" && !depthwise && !full) return void(++file.skipped[op]);
  std::string why;
  const auto types = types_of(json, why);
  if (json.failed()) return;
  if (!types) return void(++file.skipped[op + " with " + why]);
  const std::string layout = json.text("weights_layout"), want = depthwise ? "1HWO" : full ? "OI" : "OHWI";
  if (layout != want) json.fail("weights_layout", "is '" + layout + "' (expected " + want + ")");

  ConvVector vector;
  vector.name = json.has("name") ? json.text("name") : op;
  ConvLayer& layer = vector.layer;
  layer.shape = full ? read_fully_connected_shape(json) : read_conv_shape(json, depthwise);
  if (json.failed()) return;
  const ConvShape& s = layer.shape;
  layer.input_type = types->input, layer.filter_type = types->filter;
  layer.input_zero_point = -json.integer("input_offset", -largest(types->input), -smallest(types->input));
  const auto filter_offset = json.integer("weights_offset", -largest(types->filter), -smallest(types->filter));
  layer.filter_zero_point = {static_cast<std::int32_t>(-filter_offset)};
  layer.requantization = requantization_of(json, s.out_channels, types->output, false);
  const auto input = json.integers("input", smallest(types->input), largest(types->input));
  const auto filter = json.integers("weights", types->nibbles ? -8 : smallest(types->filter),
                                    types->nibbles ? 7 : largest(types->filter));
  vector.expected = json.integers32(expected_key, smallest(types->output), largest(types->output));
  json.expect_count("input", input.size(), s.input_size());
  json.expect_count("weights", filter.size(), s.filter_size());
  json.expect_count(expected_key, vector.expected.size(), s.output_size());
  layer.input.assign(input.begin(), input.end());
  layer.filter = channels_first(filter, depthwise ? s.out_channels : 1);
  if (json.has("bias")) {
    layer.bias.emplace();
    layer.bias->data = json.integers32("bias", INT32_MIN, INT32_MAX);
    json.expect_count("bias", layer.bias->data.size(), s.out_channels);
  } else {
    json.require("bias");
  }
  if (single_is_exact(json)) vector.also.push_back(requantization_of(json, s.out_channels, types->output, true));
  if (json.failed()) return;
  if (const auto error = invalid(layer)) return json.fail("input", error->message);
  file.convolutions.push_back(std::move(vector));
}

}  // namespace halflsb
