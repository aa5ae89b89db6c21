// A published scheme: which parameters it takes, the steps they mean, and how its own recipe picks them for a factor.
// Adding a scheme is one file that defines a Recipe, and one line in registry.cpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/exact/result.h"
#include "reference/scheme/scheme.h"

namespace halflsb {

// One parameter of a scheme, as it appears in flags, JSON and problem text.
struct ParameterField {
  enum class Kind { integer, rational, rounding, float32 };
  std::string_view name;
  Kind kind;
  Interval range;                 // of an integer; unused otherwise
  std::string_view default_text;  // empty: required
};

// The parameters of one scheme, by field name. A rounding mode is stored as its index in RoundingMode.
struct Parameters {
  std::string scheme;
  std::map<std::string, Rational, std::less<>> values;

  [[nodiscard]] Integer integer(std::string_view name) const { return numerator(values.find(name)->second); }
  [[nodiscard]] const Rational& rational(std::string_view name) const { return values.find(name)->second; }
  [[nodiscard]] RoundingMode rounding() const {
    return static_cast<RoundingMode>(static_cast<int>(integer("rounding")));
  }
  friend bool operator==(const Parameters&, const Parameters&) = default;
};

// How TFLite forms its effective scale: per tensor it multiplies the input and filter scales in float32 before it goes on
// in double; per channel everything is double.
enum class EffectiveScale { per_channel, per_tensor };

// What a recipe starts from: a factor, or three float32 scales of which it forms the factor in its own arithmetic.
struct FactorSource {
  struct Scales {
    Rational input, filter, output;  // each the exact value of a float32
  };
  Rational factor;  // exact: input * filter / output where scales are given
  std::optional<Scales> scales;
  EffectiveScale effective_scale = EffectiveScale::per_channel;
};

struct Recipe {
  std::string_view name;
  std::string_view formula;  // one line for people
  std::vector<ParameterField> fields;
  // The steps after which the output is complete but for the clamp. `width` is W of the design; schemes that fix their own ignore it.
  Scheme (*steps)(const Parameters& parameters, const Integer& zero_point, int width);
  Result<Parameters> (*pick)(const FactorSource& source, std::string_view scheme);  // `scheme` is the recipe's own name
  Rational (*slope)(const Parameters& parameters);  // the factor that the parameters stand for
  bool takes_width;                                 // false: the widths are part of the scheme

  // The parameters that the recipe picks.
  [[nodiscard]] Result<Parameters> derive(const FactorSource& source) const { return pick(source, name); }
};

[[nodiscard]] const std::vector<const Recipe*>& recipes();
[[nodiscard]] const Recipe* find_recipe(std::string_view name);
[[nodiscard]] std::string recipe_names();  // "glow, ideal, ..." for messages

// A float32 parameter is above 0 and below 2^kFloat32Limit: times an int32, or 2^40, that is a finite float32.
inline constexpr int kFloat32Limit = 64;
[[nodiscard]] bool is_float32_parameter(const Rational& value);

// Whether a value is one that the field takes.
[[nodiscard]] bool fits(const ParameterField& field, const Rational& value);

// Reads one parameter from text; the error names the field.
[[nodiscard]] Result<Rational> parse_parameter(const ParameterField& field, std::string_view text);
[[nodiscard]] std::string format_parameter(const ParameterField& field, const Rational& value);

inline constexpr int kDefaultWidth = 32;

}  // namespace halflsb
