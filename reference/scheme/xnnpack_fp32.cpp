// XNNPACK's fp32 requantization: (float) N * factor, clamped to the output range less the zero point while still a float (which no output
// can tell from a saturating conversion), rounded to even; the zero point is added to the integer, after rounding.
// Source: google/XNNPACK@ae108ef, src/qs8-gemm/*-fp32-*.c and xnn_init_qs8_conv_minmax_fp32_*_params in src/params-init.c.
#include "reference/scheme/float32_steps.h"
#include "reference/scheme/published.h"

namespace halflsb {

const Recipe& xnnpack_fp32_recipe() {
  static const Recipe recipe{
      "xnnpack_fp32",
      "to_int(float(N) * factor) + zero_point, float32, ties to even, saturating",
      float32_fields(),
      [](const Parameters& p, const Integer& zero_point, int) { return float32_zero_point_last(p, zero_point, true); },
      float32_derive,
      float32_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
