// XNNPACK's fp32 requantization: (float) N * factor, clamped to the output range less the zero point while still a float (which no output
// can tell from a saturating conversion), rounded to even; the zero point is added to the integer, after rounding.
// Source: google/XNNPACK@ae108ef, src/qs8-gemm/*-fp32-*.c and xnn_init_qs8_conv_minmax_fp32_*_params in src/params-init.c.
#include "reference/scheme/float32_steps.h"
#include "reference/scheme/published.h"

namespace halflsb {
namespace {

Scheme xnnpack_fp32_steps(const Parameters& p, const Integer& zero_point, int) {
  const Rational& factor = p.rational("factor");
  Scheme scheme{"xnnpack_fp32", {accumulator_step(32)}};
  for (Step& step : float32_product(factor)) scheme.steps.push_back(std::move(step));
  scheme.steps.push_back(float32_to_int32(factor, true));
  scheme.steps.push_back(add_step("zero_point_add", zero_point, 32));
  return scheme;
}

Result<Parameters> xnnpack_fp32_derive(const FactorSource& source) { return float32_derive(source, "xnnpack_fp32"); }

}  // namespace

const Recipe& xnnpack_fp32_recipe() {
  static const Recipe recipe{
      "xnnpack_fp32",
      "to_int(float(N) * factor) + zero_point, float32, ties to even, saturating",
      float32_fields(),
      xnnpack_fp32_steps,
      xnnpack_fp32_derive,
      float32_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
