#include "harness/cli/scheme_flags.h"

#include <algorithm>
#include <vector>

#include "harness/problem/fields.h"
#include "reference/exact/binary_float.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct ParameterFlag {
  const char* name;
  std::string SchemeFlags::*text;
};

constexpr ParameterFlag kParameterFlags[] = {
    {"pre", &SchemeFlags::pre},     {"scale", &SchemeFlags::scale},           {"post", &SchemeFlags::post},
    {"shift", &SchemeFlags::shift}, {"multiplier", &SchemeFlags::multiplier}, {"rounding", &SchemeFlags::rounding},
};

Error in_flag(const char* flag, const std::string& message) { return Error{std::string(flag) + ": " + message}; }

Result<FactorSource::Scales> parse_scales(const std::string& text) {
  std::vector<Rational> scales;
  for (std::size_t at = 0; at <= text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    const auto scale = parse_rational(text.substr(at, comma - at));
    if (!scale) return in_flag("--scales", scale.error().message);
    const auto nearest = nearest_float(*scale, kFloat32);
    if (!nearest) return in_flag("--scales", nearest.error().message);
    if (*nearest <= 0)
      return in_flag("--scales", in_quotes(text.substr(at, comma - at)) + " is not above 0 as a float32");
    scales.push_back(*nearest);
    at = comma + 1;
  }
  if (scales.size() != 3) return in_flag("--scales", in_quotes(text) + " is not three scales IN,FILTER,OUT");
  return FactorSource::Scales{scales[0], scales[1], scales[2]};
}

// The factor or the scales; empty where neither is given.
Result<std::optional<FactorSource>> parse_source(const SchemeFlags& flags) {
  if (flags.factor.empty() && flags.scales.empty()) return std::optional<FactorSource>{};
  if (!flags.factor.empty() && !flags.scales.empty()) return Error{"--factor and --scales exclude each other"};
  FactorSource source;
  if (!flags.effective_scale.empty()) {
    if (flags.effective_scale != "per_channel" && flags.effective_scale != "per_tensor") {
      return in_flag("--effective-scale", in_quotes(flags.effective_scale) + " is neither per_channel nor per_tensor");
    }
    if (flags.effective_scale == "per_tensor") source.effective_scale = EffectiveScale::per_tensor;
  }
  if (!flags.factor.empty()) {
    const auto factor = parse_rational(flags.factor);
    if (!factor) return in_flag("--factor", factor.error().message);
    source.factor = *factor;
  } else {
    const auto scales = parse_scales(flags.scales);
    if (!scales) return scales.error();
    source.scales = *scales;
    source.factor = scales->input * scales->filter / scales->output;
  }
  return std::optional(source);
}

// Parameters from flags: all that the scheme requires, and none that it does not know.
Result<Parameters> given_parameters(const Recipe& recipe, const SchemeFlags& flags,
                                    const std::optional<FactorSource>& source) {
  Parameters parameters{std::string(recipe.name), {}};
  for (const ParameterField& field : recipe.fields) {
    std::string text(field.default_text);
    for (const auto& [name, member] : kParameterFlags) {
      if (name == field.name && !(flags.*member).empty()) text = flags.*member;
    }
    if (field.name == "factor") {
      if (!source) return Error{"--factor is missing (" + parameters.scheme + " needs it)"};
      parameters.values.emplace(field.name, source->factor);
      continue;
    }
    if (text.empty())
      return Error{"--" + std::string(field.name) + " is missing (give all of the scheme's parameters, or none)"};
    auto value = parse_parameter(field, text);
    if (!value) return Error{"--" + value.error().message};
    parameters.values.emplace(field.name, *value);
  }
  return parameters;
}

}  // namespace

void SchemeFlags::add_to(CommandLine& app, const char* acc_help) {
  app.add_option("--scheme", scheme, recipe_names());
  app.add_option("--pre", pre, "glow: right shift before the multiplication, in bits");
  app.add_option("--scale", scale, "glow: integer multiplier");
  app.add_option("--post", post, "glow: right shift after the multiplication, in bits");
  app.add_option("--multiplier", multiplier, "Q31 forms: multiplier");
  app.add_option("--shift", shift, "Q31 forms: shift in bits, positive is left");
  app.add_option("--rounding", rounding, "ideal: rounding mode (ties_to_even)");
  app.add_option("--factor", factor,
                 "real factor: integer, decimal, a/b, hex float or f32:X; the float forms' parameter");
  app.add_option("--scales", scales, "IN,FILTER,OUT: the factor's three float32 scales");
  app.add_option("--effective-scale", effective_scale,
                 "Q31 forms with --scales: per_channel (double, default) or per_tensor (float32 product)");
  app.add_option("--acc", acc, acc_help);
  app.add_option("--zero-point", zero_point, "output zero point (0)");
  app.add_option("--output", output, "output range: i8 (default), u8, i16, LO:HI or none");
  app.add_option("--width", width, "glow: register width in bits, 8 to 64 (32)");
}

Result<SchemeQuery> resolve(const SchemeFlags& flags) {
  SchemeQuery query;
  if (flags.scheme.empty()) return Error{"--scheme is missing (expected " + recipe_names() + ")"};
  query.recipe = find_recipe(flags.scheme);
  if (query.recipe == nullptr) {
    return in_flag("--scheme", in_quotes(flags.scheme) + " is not known (expected " + recipe_names() + ")");
  }
  const auto source = parse_source(flags);
  if (!source) return source.error();
  bool any = false;
  bool has_factor_field = false;
  for (const ParameterField& field : query.recipe->fields) {
    has_factor_field |=
        field.name == "factor" && field.kind == ParameterField::Kind::rational;  // a float32 is rounded by its recipe
  }
  for (const ParameterFlag& flag : kParameterFlags) {
    if ((flags.*flag.text).empty()) continue;
    any = true;
    const auto known = [&](const ParameterField& field) { return field.name == flag.name; };
    if (std::none_of(query.recipe->fields.begin(), query.recipe->fields.end(), known)) {
      return Error{"--" + std::string(flag.name) + " is not a parameter of " + flags.scheme};
    }
  }
  if (!any && !*source) return Error{"neither parameters nor --factor nor --scales are given"};
  auto parameters =
      any || has_factor_field ? given_parameters(*query.recipe, flags, *source) : query.recipe->derive(**source);
  if (!parameters) return parameters.error();
  query.parameters = *parameters;
  query.factor = *source ? (*source)->factor : query.recipe->slope(query.parameters);
  if (!flags.zero_point.empty()) {
    const auto zero_point = parse_integer(flags.zero_point, signed_range(32));
    if (!zero_point) return in_flag("--zero-point", zero_point.error().message);
    query.zero_point = *zero_point;
  }
  if (flags.output != "none") {
    const auto output = parse_output_range(flags.output.empty() ? "i8" : flags.output);
    if (!output) return in_flag("--output", output.error().message);
    query.output = Interval{output->lo, output->hi};
  }
  if (!flags.width.empty()) {
    if (!query.recipe->takes_width) return in_flag("--width", flags.scheme + " has widths of its own");
    const auto width = parse_integer(flags.width, Interval{8, 64});
    if (!width) return in_flag("--width", width.error().message);
    query.width = static_cast<int>(*width);
  }
  return query;
}

Result<Interval> accumulator_range(const SchemeFlags& flags) {
  if (flags.acc.empty()) return signed_range(32);
  auto range = parse_interval(flags.acc);
  if (!range) return in_flag("--acc", range.error().message);
  return range;
}

}  // namespace halflsb::cli
