#include "reference/scheme/q31.h"

#include "reference/exact/binary_float.h"
#include "reference/scheme/float32_steps.h"

namespace halflsb {
namespace {

Integer positive_part(const Integer& value) { return value > 0 ? value : Integer(0); }

}  // namespace

std::vector<ParameterField> q31_fields(const Interval& shift) {
  return {{"multiplier", ParameterField::Kind::integer, signed_range(32), ""},
          {"shift", ParameterField::Kind::integer, shift, ""}};
}

Rational q31_slope(const Parameters& p) {
  return p.rational("multiplier") * pow2_rational(static_cast<int>(p.integer("shift")) - 31);
}

Parameters q31_parameters(std::string_view scheme, const Integer& multiplier, const Integer& shift) {
  return {std::string(scheme), {{"multiplier", Rational(multiplier)}, {"shift", Rational(shift)}}};
}

Step high_mul_step(const Integer& multiplier, RoundingMode rounding, bool saturating) {
  Step step;
  step.name = "high_mul";
  step.multiplier = multiplier;
  step.divisor = pow2(31);
  step.rounding = rounding;
  step.width = 32;
  step.saturating = saturating;
  return step;
}

Scheme q31_double_rounding(const Parameters& p, const Integer& zero_point, bool saturating) {
  const Integer shift = p.integer("shift");
  return {p.scheme,
          {accumulator_step(32), shift_left_step("left_shift", positive_part(shift), 32),
           high_mul_step(p.integer("multiplier"), RoundingMode::ties_up, saturating),
           shift_right_step("rounding_shift", positive_part(-shift), 32, RoundingMode::ties_away),
           add_step("zero_point_add", zero_point, 32)}};
}

Scheme q31_single_rounding(const Parameters& p, const Integer& zero_point, int counts) {
  const Integer count = 31 - p.integer("shift");
  const Integer rounding = pow2(static_cast<unsigned>(count) - 1);  // shift <= 30, so count >= 1
  Step right_shift = shift_right_step("right_shift", count, 32, RoundingMode::down);
  right_shift.shift->width = counts;  // the 64-bit sum is shifted, its result is kept in 32 bits
  return {p.scheme,
          {accumulator_step(32), multiply_step("product", p.integer("multiplier"), 64),
           add_step("rounding_add", rounding, 64), right_shift, add_step("zero_point_add", zero_point, 32)}};
}

Result<Rational> effective_scale(const FactorSource& source) {
  if (!source.scales) return nearest_float(source.factor, kDouble);
  const auto& [input, filter, output] = *source.scales;
  const bool in_float = source.effective_scale == EffectiveScale::per_tensor;
  const auto product = nearest_float(input * filter, in_float ? kFloat32 : kDouble);
  if (!product) return product;
  return nearest_float(*product / output, kDouble);
}

// Lemma S5: significand * 2^31 is exact in double, so that TFLite rounds once, to an integer, as is done here.
Q31 q31_of(const Rational& scale) {
  if (scale == 0) return {};
  Q31 q31;
  q31.shift = floor_log2(abs(scale)) + 1;  // frexp: 1/2 <= |significand| < 1
  q31.multiplier = round(scale * pow2_rational(31 - q31.shift), RoundingMode::ties_away);
  if (q31.multiplier == pow2(31)) {  // -2^31 fits int32 and stays
    q31.multiplier /= 2;
    ++q31.shift;
  }
  return q31;
}

Result<Parameters> quantize_multiplier(const FactorSource& source, std::string_view scheme) {
  const auto start = effective_scale(source);
  if (!start) return start.error();
  Q31 q31 = q31_of(*start);
  if (q31.shift < -31) q31 = {};
  return q31_parameters(scheme, q31.multiplier, q31.shift);
}

Result<Parameters> split_float32(const FactorSource& source, std::string_view scheme, int limit) {
  const auto factor = float32_factor(source);
  if (!factor) return factor.error();
  if (*factor < pow2_rational(-32) || *factor >= pow2_rational(limit)) {
    return Error{std::string(scheme) + "'s recipe needs a factor from 2^-32 to below 2^" + std::to_string(limit) +
                 ", as a float32"};
  }
  const Q31 q31 = q31_of(*factor);  // 24 bits: nothing is rounded
  return q31_parameters(scheme, q31.multiplier, q31.shift);
}

}  // namespace halflsb
