// TOSA's RESCALE with apply_scale_32 and double_round = false: (N * multiplier + 2^(s-1)) >> s in 64 bits, s = 31 - shift from 2 to 62.
// Lemma S10: double_round = true, for s > 31, is high_mul and a rounding shift of s - 31 half away from zero: the steps of cmsis_nn.
// Source: the TOSA specification, apply_scale_32 and RESCALE; its shift is s. The parameters are the double's significand and exponent, as
// for TFLite, and s is held to 62.
#include <algorithm>

#include "reference/exact/binary_float.h"
#include "reference/scheme/published.h"
#include "reference/scheme/q31.h"

namespace halflsb {
namespace {

Scheme tosa_steps(const Parameters& p, const Integer& zero_point, int) {
  const Integer count = 31 - p.integer("shift");
  Step right_shift = shift_right_step("right_shift", count, 32, RoundingMode::down);
  right_shift.shift->width = 63;  // of 64 bits; the specification ends at 62
  return {"tosa",
          {accumulator_step(32), multiply_step("product", p.integer("multiplier"), 64),
           add_step("rounding_add", pow2(static_cast<unsigned>(count) - 1), 64), right_shift,
           add_step("zero_point_add", zero_point, 32)}};
}

// Factors below 2^-32 keep a shift of -31 and lose bits of the multiplier.
Result<Parameters> tosa_derive(const FactorSource& source) {
  const auto start = nearest_float(source.factor, kDouble);
  if (!start) return start.error();
  if (*start <= 0) return Error{"tosa's recipe needs a factor whose double is above 0"};
  int shift = floor_log2(*start) + 1;
  Integer multiplier = round(*start * pow2_rational(31 - shift), RoundingMode::ties_away);
  if (multiplier == pow2(31)) {
    multiplier /= 2;
    ++shift;
  }
  if (shift > 29) return Error{"tosa's recipe needs a factor below 2^29"};
  if (shift < -31) {
    multiplier >>= static_cast<unsigned>(std::min(31, -31 - shift));
    shift = -31;
  }
  return q31_parameters("tosa", multiplier, shift);
}

}  // namespace

const Recipe& tosa_recipe() {
  static const Recipe recipe{
      "tosa",
      "(N * multiplier + 2^(30-shift)) >> (31-shift)",
      q31_fields({-224, 29}),
      tosa_steps,
      tosa_derive,
      q31_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
