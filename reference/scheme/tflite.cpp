// TFLite's two Q31 forms. Source: tensorflow/tensorflow@06f91ea8, lite/kernels/internal/common.h (MultiplyByQuantizedMultiplier
// with and without TFLITE_SINGLE_ROUNDING) and quantization_util.cc (QuantizeMultiplier). shift > 0 is a left shift.
#include "reference/exact/binary_float.h"
#include "reference/scheme/published.h"

namespace halflsb {
namespace {

const Interval kInt32 = signed_range(32);

Integer positive_part(const Integer& value) { return value > 0 ? value : Integer(0); }

// Lemma S1: SaturatingRoundingDoublingHighMul(a, b) = saturate32(floor((a * b + 2^30) / 2^31)) for both signs of a * b:
// its nudge of 1 - 2^30 before a division that truncates toward zero rounds ties up as well.
Step high_mul_step(const Integer& multiplier) {
  Step step;
  step.name = "high_mul";
  step.multiplier = multiplier;
  step.divisor = pow2(31);
  step.rounding = RoundingMode::ties_up;
  step.width = 32;
  step.saturating = true;
  return step;
}

// Lemma S3: RoundingDivideByPOT's mask and threshold round half away from zero, hence the mode of rounding_shift.
Scheme double_steps(const Parameters& p, const Integer& zero_point, int) {
  const Integer shift = p.integer("shift");
  return {"tflite_double_rounding",
          {accumulator_step(32), shift_left_step("left_shift", positive_part(shift), 32),
           high_mul_step(p.integer("multiplier")),
           shift_right_step("rounding_shift", positive_part(-shift), 32, RoundingMode::ties_away),
           add_step("zero_point_add", zero_point, 32)}};
}

Scheme single_steps(const Parameters& p, const Integer& zero_point, int) {
  const Integer count = 31 - p.integer("shift");
  const Integer rounding = pow2(static_cast<unsigned>(count) - 1);  // shift <= 30, so count >= 1
  Step right_shift = shift_right_step("right_shift", count, 32, RoundingMode::down);
  right_shift.shift->width = 64;  // the 64-bit sum is shifted, its result is kept in 32 bits
  return {"tflite_single_rounding",
          {accumulator_step(32), multiply_step("product", p.integer("multiplier"), 64),
           add_step("rounding_add", rounding, 64), right_shift, add_step("zero_point_add", zero_point, 32)}};
}

// The double that TFLite's recipe starts from.
Result<Rational> effective_scale(const FactorSource& source) {
  if (!source.scales) return nearest_float(source.factor, kDouble);
  const auto& [input, filter, output] = *source.scales;
  const bool in_float = source.effective_scale == EffectiveScale::per_tensor;
  const auto product = nearest_float(input * filter, in_float ? kFloat32 : kDouble);
  if (!product) return product;
  return nearest_float(*product / output, kDouble);
}

// QuantizeMultiplier: the significand as Q31, half away from zero, and its exponent; factors below 2^-32 become 0.
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
  return Parameters{std::string(scheme), {{"multiplier", Rational(multiplier)}, {"shift", Rational(shift)}}};
}

Result<Parameters> double_derive(const FactorSource& source) {
  return quantize_multiplier(source, "tflite_double_rounding", false);
}

Result<Parameters> single_derive(const FactorSource& source) {
  return quantize_multiplier(source, "tflite_single_rounding", true);
}

Rational q31_slope(const Parameters& p) {
  return p.rational("multiplier") * pow2_rational(static_cast<int>(p.integer("shift")) - 31);
}

}  // namespace

const Recipe& tflite_double_rounding_recipe() {
  static const Recipe recipe{
      "tflite_double_rounding",
      "rounding_shift(high_mul(N << max(shift, 0), multiplier), max(-shift, 0))",
      {{"multiplier", ParameterField::Kind::integer, kInt32, ""},
       {"shift", ParameterField::Kind::integer, {-255, 255}, ""}},
      double_steps,
      double_derive,
      q31_slope,
      false,
  };
  return recipe;
}

const Recipe& tflite_single_rounding_recipe() {
  static const Recipe recipe{
      "tflite_single_rounding",
      "(N * multiplier + 2^(30-shift)) >> (31-shift)",
      {{"multiplier", ParameterField::Kind::integer, kInt32, ""},
       {"shift", ParameterField::Kind::integer, {-224, 30}, ""}},
      single_steps,
      single_derive,
      q31_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
