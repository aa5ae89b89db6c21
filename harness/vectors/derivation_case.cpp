// Factors and scales, with the parameters that a recipe derives from them.
#include <charconv>
#include <cstring>

#include "harness/vectors/formats.h"
#include "reference/exact/binary_float.h"

namespace halflsb {

Rational scale_of(const JsonObject& json, std::string_view key, const Rational& value) {
  const auto nearest = nearest_float(value, kFloat32);
  if (nearest && *nearest > 0) return *nearest;
  json.fail(key, "is not a scale: a float32 above 0");
  return 1;
}

void read_glow_scale(const JsonObject& json, VectorFile& file) {
  const std::string text = json.text("scale_f32_bits");
  std::uint32_t bits = 0;
  const char* const end = text.data() + text.size();
  const bool is_hex = text.rfind("0x", 0) == 0 && text.size() <= 10;
  const auto read = std::from_chars(text.data() + (is_hex ? 2 : 0), end, bits, 16);
  if (!is_hex || read.ec != std::errc{} || read.ptr != end || (bits & 0x7f800000U) == 0x7f800000U) {
    json.fail("scale_f32_bits", "is '" + text + "' (expected the bits of a finite float32, 0x and 8 digits)");
  }
  const JsonObject derived = json.object("derived");
  const auto value = [&](const char* key) {
    return std::pair{std::string(key), Rational(derived.integer(key, 0, INT64_MAX))};
  };
  const Parameters expected{"glow", {value("pre"), value("post"), value("scale")}};
  if (json.failed()) return;
  float factor = 0;
  std::memcpy(&factor, &bits, sizeof factor);
  file.derivations.push_back({text, {exact_value(factor), std::nullopt}, expected});
}

void read_model_layer(const JsonObject& json, VectorFile& file) {
  const auto multiplier = json.integers("multiplier", INT32_MIN, INT32_MAX);
  const auto shift = json.integers("shift", INT32_MIN, INT32_MAX);
  json.expect_count("shift", shift.size(), static_cast<std::int64_t>(multiplier.size()));
  if (!json.has("w_scale") || !json.has("in_scale") || !json.has("out_scale")) {
    file.skipped["multipliers without scales"] += multiplier.size();
    return;
  }
  const Rational in = scale_of(json, "in_scale", json.number("in_scale"));
  const Rational out = scale_of(json, "out_scale", json.number("out_scale"));
  const auto weights = json.numbers("w_scale");
  json.expect_count("w_scale", weights.size(), static_cast<std::int64_t>(multiplier.size()));
  if (json.failed()) return;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const FactorSource::Scales scales{in, scale_of(json, "w_scale", weights[i]), out};
    file.derivations.push_back({json.where() + "[" + std::to_string(i) + "]",
                                {scales.input * scales.filter / scales.output, scales},
                                q31_parameters(false, multiplier[i], shift[i])});
  }
}

}  // namespace halflsb
