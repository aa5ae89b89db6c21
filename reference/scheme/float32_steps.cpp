#include "reference/scheme/float32_steps.h"

#include "reference/exact/binary_float.h"

namespace halflsb {
namespace {

constexpr unsigned kSignificand = 24;

Step float_step(std::string name, const Integer& unit) {
  Step step;
  step.name = std::move(name);
  step.rounding = RoundingMode::ties_to_even;
  step.significand = kSignificand;
  step.unit = unit;
  return step;
}

// The accumulator as a float, and the product.
Scheme product_of(const Parameters& parameters) {
  const Rational& factor = parameters.rational("factor");
  Step product = float_step("float_product", denominator(factor));
  product.multiplier = numerator(factor);
  return {parameters.scheme, {accumulator_step(32), float_step("to_float", 1), product}};
}

Step to_int32(const Integer& unit, bool saturating) {
  Step step;
  step.name = "to_int";
  step.divisor = unit;
  step.rounding = RoundingMode::ties_to_even;
  step.width = 32;
  step.saturating = saturating;
  return step;
}

}  // namespace

std::vector<ParameterField> float32_fields() { return {{"factor", ParameterField::Kind::float32, {}, ""}}; }

Rational float32_slope(const Parameters& parameters) { return parameters.rational("factor"); }

Result<Rational> float32_factor(const FactorSource& source) {
  if (!source.scales) return nearest_float(source.factor, kFloat32);
  const auto product = nearest_float(source.scales->input * source.scales->filter, kFloat32);
  if (!product) return product;
  return nearest_float(*product / source.scales->output, kFloat32);
}

Result<Parameters> float32_derive(const FactorSource& source, std::string_view scheme) {
  const auto factor = float32_factor(source);
  if (!factor) return factor.error();
  if (!is_float32_parameter(*factor)) {
    return Error{std::string(scheme) + "'s recipe needs a factor whose float32 is above 0 and below 2^64"};
  }
  return Parameters{std::string(scheme), {{"factor", *factor}}};
}

Scheme float32_zero_point_first(const Parameters& parameters, const Integer& zero_point) {
  Scheme scheme = product_of(parameters);
  const Integer unit = scheme.steps.back().unit;
  Step sum = float_step("zero_point_add", unit);
  sum.addend = round_significant<Integer>(zero_point, 1, kSignificand, RoundingMode::ties_to_even) * unit;
  scheme.steps.push_back(std::move(sum));
  scheme.steps.push_back(to_int32(unit, true));
  return scheme;
}

Scheme float32_zero_point_last(const Parameters& parameters, const Integer& zero_point, bool saturating) {
  Scheme scheme = product_of(parameters);
  scheme.steps.push_back(to_int32(scheme.steps.back().unit, saturating));
  scheme.steps.push_back(add_step("zero_point_add", zero_point, 32));
  return scheme;
}

}  // namespace halflsb
