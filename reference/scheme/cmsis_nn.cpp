// CMSIS-NN's arm_nn_requantize: TFLite's double rounding without the saturation, which only N = multiplier = -2^31 would need.
// Source: ARM-software/CMSIS-NN, Include/arm_nnsupportfunctions.h: arm_nn_doubling_high_mult_no_sat adds 2^30 and shifts by
// 31, arm_nn_divide_by_power_of_two rounds half away from zero (lemma S3).
#include "reference/scheme/published.h"
#include "reference/scheme/q31.h"

namespace halflsb {
namespace {

Scheme cmsis_nn_steps(const Parameters& p, const Integer& zero_point, int) {
  const Integer shift = p.integer("shift");
  return {"cmsis_nn",
          {accumulator_step(32), shift_left_step("left_shift", positive_part(shift), 32),
           high_mul_step(p.integer("multiplier"), RoundingMode::ties_up),
           shift_right_step("rounding_shift", positive_part(-shift), 32, RoundingMode::ties_away),
           add_step("zero_point_add", zero_point, 32)}};
}

Result<Parameters> cmsis_nn_derive(const FactorSource& source) {
  return quantize_multiplier(source, "cmsis_nn", false);
}

}  // namespace

const Recipe& cmsis_nn_recipe() {
  static const Recipe recipe{
      "cmsis_nn",
      "rounding_shift(high_mul(N << max(shift, 0), multiplier), max(-shift, 0)), not saturating",
      q31_fields({-255, 255}),
      cmsis_nn_steps,
      cmsis_nn_derive,
      q31_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
