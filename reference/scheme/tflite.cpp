// TFLite's two Q31 forms. Source: tensorflow/tensorflow@06f91ea8, lite/kernels/internal/common.h (MultiplyByQuantizedMultiplier
// with and without TFLITE_SINGLE_ROUNDING) and quantization_util.cc (QuantizeMultiplier). shift > 0 is a left shift.
#include "reference/scheme/published.h"
#include "reference/scheme/q31.h"

namespace halflsb {
namespace {

// Lemma S1: SaturatingRoundingDoublingHighMul(a, b) = saturate32(floor((a * b + 2^30) / 2^31)) for both signs of a * b:
// its nudge of 1 - 2^30 before a division that truncates toward zero rounds ties up as well.
// Lemma S3: RoundingDivideByPOT's mask and threshold round half away from zero.
Scheme double_steps(const Parameters& p, const Integer& zero_point, int) {
  return q31_double_rounding(p, zero_point, true);
}

Scheme single_steps(const Parameters& p, const Integer& zero_point, int) {
  return q31_single_rounding(p, zero_point, 64);
}

Result<Parameters> single_derive(const FactorSource& source, std::string_view scheme) {
  const auto start = effective_scale(source);
  if (start && *start < 0) return Error{std::string(scheme) + "'s recipe needs a factor that is not negative"};
  const auto parameters = quantize_multiplier(source, scheme);
  if (parameters && parameters->integer("shift") > 30) return q31_parameters(scheme, pow2(31) - 1, 30);
  return parameters;
}

}  // namespace

const Recipe& tflite_double_rounding_recipe() {
  static const Recipe recipe{
      "tflite_double_rounding",
      "rounding_shift(high_mul(N << max(shift, 0), multiplier), max(-shift, 0))",
      q31_fields({-255, 255}),
      double_steps,
      quantize_multiplier,
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
