// ONNX QLinearConv and QLinearMatMul as ONNX Runtime computes them (MlasRequantizeOutput): (float) N * factor, clamped as a float, rounded to
// even; the zero point is added after rounding. The operator's text has real numbers there, which is `ideal`.
// Source: microsoft/onnxruntime@1744334, onnxruntime/core/mlas/lib/quantize.cpp.
#include "reference/scheme/float32_steps.h"
#include "reference/scheme/published.h"

namespace halflsb {
namespace {

Scheme onnx_qlinear_steps(const Parameters& p, const Integer& zero_point, int) {
  const Rational& factor = p.rational("factor");
  Scheme scheme{"onnx_qlinear", {accumulator_step(32)}};
  for (Step& step : float32_product(factor)) scheme.steps.push_back(std::move(step));
  scheme.steps.push_back(float32_to_int32(factor, true));
  scheme.steps.push_back(add_step("zero_point_add", zero_point, 32));
  return scheme;
}

Result<Parameters> onnx_qlinear_derive(const FactorSource& source) { return float32_derive(source, "onnx_qlinear"); }

}  // namespace

const Recipe& onnx_qlinear_recipe() {
  static const Recipe recipe{
      "onnx_qlinear",
      "to_int(float(N) * factor) + zero_point, float32, ties to even, saturating",
      float32_fields(),
      onnx_qlinear_steps,
      onnx_qlinear_derive,
      float32_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
