// ONNX QLinearConv and QLinearMatMul as ONNX Runtime computes them (MlasRequantizeOutput): (float) N * factor, clamped as a float, rounded to
// even; the zero point is added after rounding. The operator's text has real numbers there, which is `ideal`.
// Source: microsoft/onnxruntime@1744334, onnxruntime/core/mlas/lib/quantize.cpp.
#include "reference/scheme/float32_steps.h"
#include "reference/scheme/published.h"

namespace halflsb {

const Recipe& onnx_qlinear_recipe() {
  static const Recipe recipe{
      "onnx_qlinear",
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
