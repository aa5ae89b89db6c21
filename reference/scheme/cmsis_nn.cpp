// CMSIS-NN's arm_nn_requantize: TFLite's double rounding without the saturation, which only N = multiplier = -2^31 would need.
// Source: ARM-software/CMSIS-NN, Include/arm_nnsupportfunctions.h: arm_nn_doubling_high_mult_no_sat adds 2^30 and shifts by
// 31, arm_nn_divide_by_power_of_two rounds half away from zero (lemma S3).
#include "reference/scheme/published.h"
#include "reference/scheme/q31.h"

namespace halflsb {

const Recipe& cmsis_nn_recipe() {
  static const Recipe recipe{
      "cmsis_nn",
      "rounding_shift(high_mul(N << max(shift, 0), multiplier), max(-shift, 0)), not saturating",
      q31_fields({-255, 255}),
      [](const Parameters& p, const Integer& zero_point, int) { return q31_double_rounding(p, zero_point, false); },
      quantize_multiplier,
      q31_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
