// FBGEMM's requantization: (float) N * factor, rounded to even by cvtps2dq, then the zero point, then saturating packs. The conversion is
// not saturating: from 2^31 on it gives -2^31.
// Source: pytorch/FBGEMM@5d2ade5, src/QuantUtilsAvx2.cc, requantizeOutputProcessingAvx2.
#include "reference/scheme/float32_steps.h"
#include "reference/scheme/published.h"

namespace halflsb {

const Recipe& fbgemm_recipe() {
  static const Recipe recipe{
      "fbgemm",
      "to_int(float(N) * factor) + zero_point, float32, ties to even, not saturating",
      float32_fields(),
      [](const Parameters& p, const Integer& zero_point, int) { return float32_zero_point_last(p, zero_point, false); },
      float32_derive,
      float32_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
