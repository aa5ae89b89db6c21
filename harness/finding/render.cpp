#include "harness/finding/render.h"

#include <fmt/format.h>

#include <algorithm>

namespace halflsb {

Json number(const Integer& value) {
  if (abs(value) <= pow2(53)) return value.convert_to<std::int64_t>();
  return to_text(value);
}

Json rational(const Rational& value) { return {{"value", to_text(value)}, {"decimal", to_decimal(value)}}; }

Json to_json(const Parameters& parameters) {
  Json json = Json::object();
  for (const ParameterField& field : find_recipe(parameters.scheme)->fields) {
    const Rational& value = parameters.rational(field.name);
    const std::string key(field.name);
    if (field.kind == ParameterField::Kind::integer) {
      json[key] = number(numerator(value));
    } else {
      json[key] = format_parameter(field, value);
    }
  }
  return json;
}

Json to_json(const std::vector<InvalidParameter>& invalid) {
  Json json = Json::array();
  for (const InvalidParameter& item : invalid) {
    json.push_back({{"step", item.step}, {item.what, number(item.value)}, {"width", item.width}});
  }
  return json;
}

std::string to_text(const Parameters& parameters) {
  std::string text;
  for (const ParameterField& field : find_recipe(parameters.scheme)->fields) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", field.name,
                        format_parameter(field, parameters.rational(field.name)));
  }
  return text;
}

std::string readable(const Rational& value) {
  const std::string exact = to_text(value);
  if (denominator(value) == 1) return exact;
  return exact.size() <= 40 ? fmt::format("{} ({:.9g})", exact, to_decimal(value))
                            : fmt::format("{:.9g}", to_decimal(value));
}

namespace {

// A step in floating point, or one that leaves it: what happens to values of `unit_before` to 1, in whole numbers of LSB.
std::string float_operation(const Step& step, const Integer& unit_before) {
  std::string text;
  const Rational factor(Integer(step.multiplier * unit_before), Integer(step.divisor * step.unit));
  if (factor != 1) text += "* " + readable(factor) + ", ";
  if (step.addend != 0) text += (step.addend < 0 ? "- " : "+ ") + to_text(Rational(abs(step.addend), step.unit)) + ", ";
  return text +
         (step.significand > 0 ? fmt::format("to {} bits", step.significand) : std::string(name_of(step.rounding)));
}

// What a step does, e.g. ">> 15", "* 420", "+ 16384".
std::string operation(const Step& step, const Integer& unit_before) {
  if (step.significand > 0 || unit_before != 1) return float_operation(step, unit_before);
  std::string text;
  const auto power = [](const Integer& value) {
    const unsigned exponent = bit_length(value) - 1;
    return value == pow2(exponent) && exponent > 20 ? fmt::format("2^{}", exponent) : to_text(value);
  };
  const bool shifts_left = step.multiplier != 1 || step.name == "left_shift";
  if (step.shift && step.divisor == 1) {
    return fmt::format("{} {}", shifts_left ? "<<" : ">>", to_text(step.shift->count));
  }
  if (step.multiplier != 1) text += fmt::format("* {}", to_text(step.multiplier));
  if (step.addend != 0)
    text += fmt::format("{}{} {}", text.empty() ? "" : " ", step.addend < 0 ? "-" : "+", power(abs(step.addend)));
  if (step.divisor != 1) {
    if (!text.empty()) text += ", ";
    const bool floor = step.rounding == RoundingMode::down;
    text += step.shift && floor ? fmt::format(">> {}", to_text(step.shift->count))
                                : fmt::format("/ {} {}", power(step.divisor), name_of(step.rounding));
  }
  if (text.empty() && step.name.ends_with("_add")) text = "+ 0";
  if (text.empty() && step.name == "product") text = "* 1";
  return text;
}

}  // namespace

std::vector<Row> rows(const Scheme& scheme, const Trace& trace) {
  std::vector<Row> result;
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const StepTrace& step = trace.steps[i];
    const Integer& unit = scheme.steps[i].unit;
    const Integer before = i == 0 ? Integer(1) : scheme.steps[i - 1].unit;
    result.push_back({scheme.steps[i].name, operation(scheme.steps[i], before), Rational(step.exact, unit),
                      Rational(step.in_register, unit), scheme.steps[i].width, step.overflows, step.saturated});
  }
  return result;
}

Json to_json(const std::vector<Row>& rows) {
  Json json = Json::array();
  for (const Row& row : rows) {
    json.push_back({{"step", row.step},
                    {"operation", row.operation},
                    {"exact", to_text(row.exact)},
                    {"register", to_text(row.in_register)},
                    {"width", row.width == 0 ? Json() : Json(row.width)},
                    {"overflows", row.overflows},
                    {"saturated", row.saturated}});
  }
  return json;
}

std::string to_text(const std::vector<Row>& rows, const std::vector<Row>& other, const std::string& other_title) {
  std::string text = fmt::format("  {:<16} {:<26} {:>22} {:>22} {:>5}", "step", "", "exact", "in register", "bits");
  if (!other.empty()) text += fmt::format(" {:>22}", other_title);
  text += "\n";
  bool overflowed = false;
  bool differed = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    text += fmt::format("  {:<16} {:<26} {:>22} {:>22} {:>5}", row.step, row.operation, to_text(row.exact),
                        to_text(row.in_register), row.width == 0 ? "-" : std::to_string(row.width));
    if (i < other.size()) {
      text += fmt::format(" {:>22}", to_text(other[i].exact));
      if (other[i].exact != row.exact && !differed) {
        text += "  <-- first step that differs";
        differed = true;
      }
    }
    if (row.saturated) text += "  saturated";
    if (row.overflows) text += overflowed ? "  overflows" : "  <-- first overflow";
    overflowed = overflowed || row.overflows;
    text += "\n";
  }
  return text;
}

}  // namespace halflsb
