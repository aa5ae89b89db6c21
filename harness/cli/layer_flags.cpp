#include "harness/cli/layer_flags.h"

#include <fmt/format.h>

#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

Json at(const LayerErrorAt& error) {
  Json json = rational(error.value);
  json["sum_of_products"] = error.sum ? Json(halflsb::to_text(*error.sum)) : Json();
  json["bias"] = error.bias ? Json(halflsb::to_text(*error.bias)) : Json();
  return json;
}

}  // namespace

void LayerFlags::add_to(CommandLine& app) {
  app.add_option("--bias", values, "LO:HI: bias values that are rescaled and added; --acc is then the sum of products");
  app.add_option("--bias-pre", pre, "of the bias, glow: right shift before the multiplication, in bits (0)");
  app.add_option("--bias-scale", scale, "of the bias: integer multiplier (1)");
  app.add_option("--bias-post", post, "of the bias: right shift after the multiplication, in bits (0)");
  app.add_option("--bias-zero-point", zero_point, "of the bias (0)");
  app.add_option("--bias-factor", factor,
                 "real accumulator units of one step of the bias (what its parameters stand for)");
}

bool LayerFlags::given() const {
  return !(pre.empty() && scale.empty() && post.empty() && values.empty() && zero_point.empty() && factor.empty());
}

Result<LayerQuestion> resolve(const LayerFlags& flags, const SchemeQuery& output, const Interval& sums) {
  if (flags.values.empty()) return Error{"--bias is missing (LO:HI, beside the other --bias- flags)"};
  const Recipe& recipe = *find_recipe("glow");
  Parameters parameters{"glow", {}};
  const auto given = [&](const char* name, const std::string& text, const char* otherwise) -> std::optional<Error> {
    for (const ParameterField& field : recipe.fields) {
      if (field.name != name) continue;
      const auto value = parse_parameter(field, text.empty() ? otherwise : text);
      if (!value) return Error{"--bias-" + value.error().message};
      parameters.values.emplace(field.name, *value);
    }
    return std::nullopt;
  };
  for (const auto& error :
       {given("pre", flags.pre, "0"), given("scale", flags.scale, "1"), given("post", flags.post, "0")}) {
    if (error) return *error;
  }
  const auto values = parse_interval(flags.values);
  if (!values) return Error{"--bias: " + values.error().message};
  LayerQuestion question;
  if (!flags.zero_point.empty()) {
    const auto zero_point = parse_integer(flags.zero_point, signed_range(32));
    if (!zero_point) return Error{"--bias-zero-point: " + zero_point.error().message};
    question.bias_zero_point = *zero_point;
  }
  question.bias_factor = recipe.slope(parameters);
  if (!flags.factor.empty()) {
    const auto factor = parse_rational(flags.factor);
    if (!factor) return Error{"--bias-factor: " + factor.error().message};
    question.bias_factor = *factor;
  }
  question.bias = recipe.steps(parameters, 0, output.width);
  question.bias.steps.front().name = "bias";
  question.bias.steps.insert(question.bias.steps.begin() + 1,
                             add_step("bias_zero_point_subtract", -question.bias_zero_point, output.width));
  question.bias_values = *values;
  question.output = output.over(sums);
  return question;
}

Rational max_abs(const LayerBound& bound) { return std::max(abs(bound.max.value), abs(bound.min.value)); }

Json to_json(const LayerQuestion& question, const LayerBound& bound) {
  return {
      {"sum_of_products", to_json(question.output.accumulator)},
      {"bias", to_json(question.bias_values)},
      {"bias_factor", halflsb::to_text(question.bias_factor)},
      {"bias_zero_point", number(question.bias_zero_point)},
      {"bias_overflow", to_json(bound.bias_overflow)},
      {"bias_error", {{"max", rational(bound.bias_error.max.value)}, {"min", rational(bound.bias_error.min.value)}}},
      {"error",
       {{"kind", bound.exact ? "exact" : "enclosure"},
        {"max", at(bound.max)},
        {"min", at(bound.min)},
        {"max_abs", rational(max_abs(bound))}}}};
}

std::string to_text(const LayerQuestion& question, const LayerBound& bound) {
  const auto line = [&](const char* name, const LayerErrorAt& error) {
    const std::string where = error.sum ? fmt::format(" at sum of products {}, bias {}", halflsb::to_text(*error.sum),
                                                      halflsb::to_text(*error.bias))
                                        : "";
    return fmt::format("  {:<16} {} LSB{}\n", name, readable(error.value), where);
  };
  return fmt::format(
             "layer: sums of products {} to {}, bias {} to {}\n  bias overflow    {}\n  bias error       {} to {} "
             "accumulator units\n",
             halflsb::to_text(question.output.accumulator.lo), halflsb::to_text(question.output.accumulator.hi),
             halflsb::to_text(question.bias_values.lo), halflsb::to_text(question.bias_values.hi),
             bound.bias_overflow.possible ? fmt::format("POSSIBLE: {} overflows at bias {}", bound.bias_overflow.step,
                                                        halflsb::to_text(*bound.bias_overflow.witness))
                                          : std::string("impossible"),
             readable(bound.bias_error.min.value), readable(bound.bias_error.max.value)) +
         line(bound.exact ? "largest error" : "error at most", bound.max) +
         line(bound.exact ? "smallest error" : "error at least", bound.min) +
         (bound.exact ? "" : "  (an enclosure: no error is outside of it, these two need not be attained)\n");
}

}  // namespace halflsb::cli
