#include "reference/scheme/q31.h"

#include "reference/exact/binary_float.h"
#include "reference/scheme/float32_steps.h"

namespace halflsb {
namespace {

// The double that TFLite's recipe starts from.
Result<Rational> effective_scale(const FactorSource& source) {
  if (!source.scales) return nearest_float(source.factor, kDouble);
  const auto& [input, filter, output] = *source.scales;
  const bool in_float = source.effective_scale == EffectiveScale::per_tensor;
  const auto product = nearest_float(input * filter, in_float ? kFloat32 : kDouble);
  if (!product) return product;
  return nearest_float(*product / output, kDouble);
}

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

Step high_mul_step(const Integer& multiplier, RoundingMode rounding) {
  Step step;
  step.name = "high_mul";
  step.multiplier = multiplier;
  step.divisor = pow2(31);
  step.rounding = rounding;
  step.width = 32;
  return step;
}

// Lemma S5: significand * 2^31 is exact in double, so that TFLite rounds once, to an integer, as is done here.
Result<Parameters> quantize_multiplier(const FactorSource& source, std::string_view scheme, bool single_rounding) {
  const auto start = effective_scale(source);
  if (!start) return start.error();
  if (single_rounding && *start < 0)
    return Error{"tflite_single_rounding's recipe needs a factor that is not negative"};
  Integer multiplier = 0;
  int shift = 0;
  if (*start != 0) {
    shift = floor_log2(abs(*start)) + 1;  // frexp: 1/2 <= |significand| < 1
    multiplier = round(*start * pow2_rational(31 - shift), RoundingMode::ties_away);
    if (multiplier == pow2(31)) {  // -2^31 fits int32 and stays
      multiplier /= 2;
      ++shift;
    }
    if (shift < -31) {
      multiplier = 0;
      shift = 0;
    }
    if (single_rounding && shift > 30) {
      multiplier = pow2(31) - 1;
      shift = 30;
    }
  }
  return q31_parameters(scheme, multiplier, shift);
}

Result<Parameters> split_float32(const FactorSource& source, std::string_view scheme, const Rational& least,
                                 int limit) {
  const auto factor = float32_factor(source);
  if (!factor) return factor.error();
  if (*factor < least || *factor >= pow2_rational(limit)) {
    return Error{std::string(scheme) + "'s recipe needs a factor from " + to_text(least) + " to below " +
                 to_text(pow2_rational(limit)) + ", as a float32"};
  }
  const int exponent = floor_log2(*factor);
  return q31_parameters(scheme, numerator(*factor * pow2_rational(30 - exponent)), exponent + 1);
}

}  // namespace halflsb
