// Short ways to write parameters of the published schemes in a test.
#pragma once

#include <string>

#include "reference/scheme/q31.h"

namespace halflsb {

inline Parameters glow_parameters(const Integer& pre, const Integer& scale, const Integer& post) {
  return {"glow", {{"pre", Rational(pre)}, {"scale", Rational(scale)}, {"post", Rational(post)}}};
}

inline Parameters ideal_parameters(const Rational& factor, RoundingMode mode) {
  return {"ideal", {{"factor", factor}, {"rounding", Rational(static_cast<int>(mode))}}};
}

inline Scheme steps_of(const Parameters& parameters, const Integer& zero_point, int width = kDefaultWidth) {
  return find_recipe(parameters.scheme)->steps(parameters, zero_point, width);
}

}  // namespace halflsb
