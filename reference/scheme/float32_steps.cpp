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
  if (*factor <= 0 || *factor >= pow2_rational(64)) {
    return Error{std::string(scheme) + "'s recipe needs a factor whose float32 is above 0 and below 2^64"};
  }
  return Parameters{std::string(scheme), {{"factor", *factor}}};
}

std::vector<Step> float32_product(const Rational& factor) {
  Step product = float_step("float_product", denominator(factor));
  product.multiplier = numerator(factor);
  return {float_step("to_float", 1), product};
}

Step float32_add(std::string name, const Integer& addend, const Rational& factor) {
  Step sum = float_step(std::move(name), denominator(factor));
  sum.addend = round_significant<Integer>(addend, 1, kSignificand, RoundingMode::ties_to_even) * denominator(factor);
  return sum;
}

Step float32_to_int32(const Rational& factor, bool saturating) {
  Step step;
  step.name = "to_int";
  step.divisor = denominator(factor);
  step.rounding = RoundingMode::ties_to_even;
  step.width = 32;
  step.saturating = saturating;
  return step;
}

}  // namespace halflsb
