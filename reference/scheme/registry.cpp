#include "reference/exact/binary_float.h"
#include "reference/exact/parse_number.h"
#include "reference/scheme/published.h"
#include "reference/scheme/recipe.h"

namespace halflsb {

const std::vector<const Recipe*>& recipes() {
  static const std::vector<const Recipe*> all{
      &cmsis_nn_recipe(),
      &fbgemm_recipe(),
      &glow_recipe(),
      &ideal_recipe(),
      &onednn_recipe(),
      &onnx_qlinear_recipe(),
      &qnnpack_precise_recipe(),
      &tflite_double_rounding_recipe(),
      &tflite_single_rounding_recipe(),
      &tosa_recipe(),
      &xnnpack_fp32_recipe(),
      &xnnpack_rndnu_recipe(),
  };
  return all;
}

const Recipe* find_recipe(std::string_view name) {
  for (const Recipe* recipe : recipes()) {
    if (recipe->name == name) return recipe;
  }
  return nullptr;
}

std::string recipe_names() {
  std::string names;
  for (const Recipe* recipe : recipes()) names += (names.empty() ? "" : ", ") + std::string(recipe->name);
  return names;
}

bool is_float32_parameter(const Rational& value) {
  if (value <= 0 || value >= pow2_rational(kFloat32Limit)) return false;
  const auto nearest = nearest_float(value, kFloat32);
  return nearest && *nearest == value;
}

bool fits(const ParameterField& field, const Rational& value) {
  switch (field.kind) {
    case ParameterField::Kind::integer: return denominator(value) == 1 && field.range.contains(numerator(value));
    case ParameterField::Kind::float32: return is_float32_parameter(value);
    case ParameterField::Kind::rational:
    case ParameterField::Kind::rounding: return true;
  }
  return true;
}

Result<Rational> parse_parameter(const ParameterField& field, std::string_view text) {
  const auto fail = [&](const std::string& what) { return Error{std::string(field.name) + ": " + what}; };
  if (field.kind == ParameterField::Kind::rounding) {
    if (const auto mode = parse_rounding_mode(text)) return Rational(static_cast<int>(*mode));
    std::string names;
    for (const auto& [mode, name] : kRoundingModes) names += (names.empty() ? "" : ", ") + std::string(name);
    return fail(in_quotes(text) + " is not a rounding mode (expected " + names + ")");
  }
  if (field.kind == ParameterField::Kind::rational) {
    auto value = parse_rational(text);
    return value ? value : fail(value.error().message);
  }
  if (field.kind == ParameterField::Kind::float32) {
    const auto value = parse_rational(text);
    if (!value) return fail(value.error().message);
    if (is_float32_parameter(*value)) return *value;
    return fail(in_quotes(text) + " is not a float32 above 0 and below 2^64 (f32:X is the nearest to X)");
  }
  const auto value = parse_integer(text, field.range);
  if (!value) return fail(value.error().message);
  return Rational(*value);
}

std::string format_parameter(const ParameterField& field, const Rational& value) {
  if (field.kind != ParameterField::Kind::rounding) return to_text(value);
  return std::string(name_of(static_cast<RoundingMode>(static_cast<int>(numerator(value)))));
}

}  // namespace halflsb
