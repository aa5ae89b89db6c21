// TOSA's RESCALE with apply_scale_32 and double_round = false: (N * multiplier + 2^(s-1)) >> s in 64 bits, s = 31 - shift from 2 to 62.
// Lemma S10: double_round = true, for s > 31, is high_mul and a rounding shift of s - 31 half away from zero: the steps of cmsis_nn.
// Source: the TOSA specification, apply_scale_32 and RESCALE; its shift is s. The parameters are the double's significand and exponent, as
// for TFLite, and s is held to 62.
#include <algorithm>

#include "reference/scheme/published.h"
#include "reference/scheme/q31.h"

namespace halflsb {
namespace {

// Of 64 bits the specification takes shifts up to 62.
Scheme tosa_steps(const Parameters& p, const Integer& zero_point, int) {
  return q31_single_rounding(p, zero_point, 63);
}

// Factors below 2^-32 keep a shift of -31 and lose bits of the multiplier.
Result<Parameters> tosa_derive(const FactorSource& source, std::string_view scheme) {
  const auto start = effective_scale(source);
  if (!start) return start.error();
  if (*start <= 0) return Error{"tosa's recipe needs a factor whose double is above 0"};
  Q31 q31 = q31_of(*start);
  if (q31.shift > 29) return Error{"tosa's recipe needs a factor below 2^29"};
  if (q31.shift < -31) q31 = {q31.multiplier >> static_cast<unsigned>(std::min(31, -31 - q31.shift)), -31};
  return q31_parameters(scheme, q31.multiplier, q31.shift);
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
