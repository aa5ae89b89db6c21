// FBGEMM's requantization: (float) N * factor, rounded to even by cvtps2dq, then the zero point, then saturating packs. The conversion is
// not saturating: from 2^31 on it gives -2^31.
// Source: pytorch/FBGEMM@5d2ade5, src/QuantUtilsAvx2.cc, requantizeOutputProcessingAvx2.
#include "reference/scheme/float32_steps.h"
#include "reference/scheme/published.h"

namespace halflsb {
namespace {

Scheme fbgemm_steps(const Parameters& p, const Integer& zero_point, int) {
  const Rational& factor = p.rational("factor");
  Scheme scheme{"fbgemm", {accumulator_step(32)}};
  for (Step& step : float32_product(factor)) scheme.steps.push_back(std::move(step));
  scheme.steps.push_back(float32_to_int32(factor, false));
  scheme.steps.push_back(add_step("zero_point_add", zero_point, 32));
  return scheme;
}

Result<Parameters> fbgemm_derive(const FactorSource& source) { return float32_derive(source, "fbgemm"); }

}  // namespace

const Recipe& fbgemm_recipe() {
  static const Recipe recipe{
      "fbgemm",
      "to_int(float(N) * factor) + zero_point, float32, ties to even, not saturating",
      float32_fields(),
      fbgemm_steps,
      fbgemm_derive,
      float32_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
