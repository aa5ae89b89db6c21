// oneDNN's convolution, inner product and matmul with int8 or int32 destinations: (float) N * factor + zero point, each rounded in float32,
// saturated, then rounded to even: the zero point comes before rounding, so that with an odd one every tie goes the other way.
// Source: oneapi-src/oneDNN@2ab41cd, src/cpu/ref_convolution_int8.cpp.
#include "reference/scheme/float32_steps.h"
#include "reference/scheme/published.h"

namespace halflsb {

const Recipe& onednn_recipe() {
  static const Recipe recipe{
      "onednn",
      "to_int(float(N) * factor + zero_point), float32, ties to even, saturating",
      float32_fields(),
      [](const Parameters& p, const Integer& zero_point, int) { return float32_zero_point_first(p, zero_point); },
      float32_derive,
      float32_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
