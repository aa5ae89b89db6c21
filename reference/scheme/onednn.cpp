// oneDNN's convolution, inner product and matmul with int8 or int32 destinations: (float) N * factor + zero point, each rounded in float32,
// saturated, then rounded to even: the zero point comes before rounding, so that with an odd one every tie goes the other way.
// Source: oneapi-src/oneDNN@2ab41cd, src/cpu/ref_convolution_int8.cpp.
#include "reference/scheme/float32_steps.h"
#include "reference/scheme/published.h"

namespace halflsb {
namespace {

Scheme onednn_steps(const Parameters& p, const Integer& zero_point, int) {
  const Rational& factor = p.rational("factor");
  Scheme scheme{"onednn", {accumulator_step(32)}};
  for (Step& step : float32_product(factor)) scheme.steps.push_back(std::move(step));
  scheme.steps.push_back(float32_add("zero_point_add", zero_point, factor));
  scheme.steps.push_back(float32_to_int32(factor, true));
  return scheme;
}

Result<Parameters> onednn_derive(const FactorSource& source) { return float32_derive(source, "onednn"); }

}  // namespace

const Recipe& onednn_recipe() {
  static const Recipe recipe{
      "onednn",
      "to_int(float(N) * factor + zero_point), float32, ties to even, saturating",
      float32_fields(),
      onednn_steps,
      onednn_derive,
      float32_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
