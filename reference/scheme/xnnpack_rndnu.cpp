// XNNPACK's rndnu requantization (ARM): a saturating left shift, a doubling high multiplication that rounds down, and a rounding right
// shift of at least 1 with ties up. Lemma S9: the two floors are one, so that this is round(N * multiplier / 2^(31 - shift)), ties up.
// Source: google/XNNPACK@ae108ef, src/qs8-gemm/*-rndnu-*.c (vqshl, vqdmulh, vrshl) and xnn_init_qs8_conv_minmax_rndnu_neon_params.
#include "reference/scheme/published.h"
#include "reference/scheme/q31.h"

namespace halflsb {
namespace {

Scheme xnnpack_rndnu_steps(const Parameters& p, const Integer& zero_point, int) {
  const Integer shift = p.integer("shift");
  const Integer post = shift < -1 ? Integer(-shift) : Integer(1);
  Step left_shift = shift_left_step("left_shift", Integer(post + shift), 32);
  left_shift.saturating = true;
  return {"xnnpack_rndnu",
          {accumulator_step(32), left_shift, high_mul_step(p.integer("multiplier"), RoundingMode::down, true),
           shift_right_step("rounding_shift", post, 32, RoundingMode::ties_up),
           add_step("zero_point_add", zero_point, 32)}};
}

Result<Parameters> xnnpack_rndnu_derive(const FactorSource& source, std::string_view scheme) {
  return split_float32(source, scheme, 8);
}

}  // namespace

const Recipe& xnnpack_rndnu_recipe() {
  static const Recipe recipe{
      "xnnpack_rndnu",
      "rounding_shift(high_mul(N << max(shift + 1, 0), multiplier), max(-shift, 1)), ties up",
      q31_fields({-255, 255}),
      xnnpack_rndnu_steps,
      xnnpack_rndnu_derive,
      q31_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
