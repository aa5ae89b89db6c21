// Glow: (((N >> pre) * scale) + rnd) >> post, rnd = post ? 2^(post-1) : 0; then the zero point. Shifts are floor divisions.
// Parameters as Glow picks them: pytorch/glow@05dd99b9:lib/Quantization/Base/Base.cpp, quantizeScaleOffset32To8.
#include "reference/scheme/float32_steps.h"
#include "reference/scheme/published.h"

namespace halflsb {
namespace {

Scheme glow_steps(const Parameters& p, const Integer& zero_point, int width) {
  const Integer post = p.integer("post");
  const Integer rounding = post == 0 ? Integer(0) : pow2(static_cast<unsigned>(post) - 1);
  return {
      "glow",
      {accumulator_step(width), shift_right_step("pre_shift", p.integer("pre"), width, RoundingMode::down),
       multiply_step("product", p.integer("scale"), width), add_step("rounding_add", rounding, width),
       shift_right_step("post_shift", post, width, RoundingMode::down), add_step("zero_point_add", zero_point, width)}};
}

// s = 2^e exactly?
bool is_power_of_two(const Rational& s) { return s == pow2_rational(floor_log2(s)); }

Parameters parameters(const Integer& pre, const Integer& scale, const Integer& post) {
  return {"glow", {{"pre", Rational(pre)}, {"scale", Rational(scale)}, {"post", Rational(post)}}};
}

Result<Parameters> glow_derive(const FactorSource& source, std::string_view) {
  const auto start = float32_factor(source);
  if (!start) return start.error();
  Rational s = *start;
  if (s <= 0) return Error{"glow's recipe needs a factor whose float32 is above 0"};
  if (is_power_of_two(s)) {
    const int e = floor_log2(s);
    return e > 0 ? parameters(0, pow2(static_cast<unsigned>(e)), 0) : parameters(0, 1, -e);
  }
  int pre = 0;
  int post = 0;
  // Lemma S4: doubling a float32 below 2^8 is exact, subnormal or not, so exact rationals compute what Glow's floats do.
  for (; s < Rational(1, 2) || (s < 256 && post < 15); ++post) s *= 2;
  for (; s < 255 && pre < post / 2; ++pre) s *= 2;
  return parameters(pre, round(s, RoundingMode::ties_away), post);
}

Rational glow_slope(const Parameters& p) {
  return p.rational("scale") / Rational(pow2(static_cast<unsigned>(p.integer("pre") + p.integer("post"))));
}

}  // namespace

const Recipe& glow_recipe() {
  static const Recipe recipe{
      "glow",
      "(((N >> pre) * scale) + (post ? 2^(post-1) : 0)) >> post",
      {{"pre", ParameterField::Kind::integer, {0, 255}, ""},
       {"scale", ParameterField::Kind::integer, {1, pow2(128)}, ""},
       {"post", ParameterField::Kind::integer, {0, 255}, ""}},
      glow_steps,
      glow_derive,
      glow_slope,
      true,
  };
  return recipe;
}

}  // namespace halflsb
