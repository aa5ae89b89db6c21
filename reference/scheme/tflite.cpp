// TFLite's two Q31 forms. Source: tensorflow/tensorflow@06f91ea8, lite/kernels/internal/common.h (MultiplyByQuantizedMultiplier
// with and without TFLITE_SINGLE_ROUNDING) and quantization_util.cc (QuantizeMultiplier). shift > 0 is a left shift.
#include "reference/scheme/published.h"
#include "reference/scheme/q31.h"

namespace halflsb {
namespace {

// Lemma S1: SaturatingRoundingDoublingHighMul(a, b) = saturate32(floor((a * b + 2^30) / 2^31)) for both signs of a * b:
// its nudge of 1 - 2^30 before a division that truncates toward zero rounds ties up as well.
Step saturating_high_mul(const Integer& multiplier) {
  Step step = high_mul_step(multiplier, RoundingMode::ties_up);
  step.saturating = true;
  return step;
}

// Lemma S3: RoundingDivideByPOT's mask and threshold round half away from zero, hence the mode of rounding_shift.
Scheme double_steps(const Parameters& p, const Integer& zero_point, int) {
  const Integer shift = p.integer("shift");
  return {"tflite_double_rounding",
          {accumulator_step(32), shift_left_step("left_shift", positive_part(shift), 32),
           saturating_high_mul(p.integer("multiplier")),
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

Result<Parameters> double_derive(const FactorSource& source) {
  return quantize_multiplier(source, "tflite_double_rounding", false);
}

Result<Parameters> single_derive(const FactorSource& source) {
  return quantize_multiplier(source, "tflite_single_rounding", true);
}

}  // namespace

const Recipe& tflite_double_rounding_recipe() {
  static const Recipe recipe{
      "tflite_double_rounding",
      "rounding_shift(high_mul(N << max(shift, 0), multiplier), max(-shift, 0))",
      q31_fields({-255, 255}),
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
      q31_fields({-224, 30}),
      single_steps,
      single_derive,
      q31_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
