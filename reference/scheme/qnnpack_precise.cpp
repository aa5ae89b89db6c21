// QNNPACK's precise requantization: |N| * multiplier in 64 bits, rounded half away from zero by one right shift. Its multiplier has 24 bits:
// the upper ones of the Q31 multiplier here, with a shift that is smaller by 7.
// Source: pytorch/QNNPACK@639ea0b, src/requantization/precise-scalar.c; factors from 2^-32 to below 1.
#include "reference/scheme/published.h"
#include "reference/scheme/q31.h"

namespace halflsb {
namespace {

Scheme qnnpack_precise_steps(const Parameters& p, const Integer& zero_point, int) {
  Step right_shift = shift_right_step("right_shift", Integer(31 - p.integer("shift")), 32, RoundingMode::ties_away);
  right_shift.shift->width = 64;  // of a 64-bit product
  return {"qnnpack_precise",
          {accumulator_step(32), multiply_step("product", p.integer("multiplier"), 64), right_shift,
           add_step("zero_point_add", zero_point, 32)}};
}

Result<Parameters> qnnpack_precise_derive(const FactorSource& source, std::string_view scheme) {
  return split_float32(source, scheme, 0);
}

}  // namespace

const Recipe& qnnpack_precise_recipe() {
  static const Recipe recipe{
      "qnnpack_precise",
      "round(N * multiplier / 2^(31-shift)), half away from zero",
      q31_fields({-224, 31}),
      qnnpack_precise_steps,
      qnnpack_precise_derive,
      q31_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
