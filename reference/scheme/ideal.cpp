// The correct rounder: N * M rounded once, in a stated mode; then the zero point. No register is too small for it.
#include "reference/scheme/published.h"

namespace halflsb {
namespace {

Scheme ideal_steps(const Parameters& p, const Integer& zero_point, int) {
  Step round_step;
  round_step.name = "round";
  round_step.divisor = denominator(p.rational("factor"));
  round_step.rounding = p.rounding();
  return {"ideal",
          {accumulator_step(0), multiply_step("product", numerator(p.rational("factor")), 0), round_step,
           add_step("zero_point_add", zero_point, 0)}};
}

Result<Parameters> ideal_derive(const FactorSource& source, std::string_view) {
  return Parameters{"ideal",
                    {{"factor", source.factor}, {"rounding", Rational(static_cast<int>(RoundingMode::ties_to_even))}}};
}

Rational ideal_slope(const Parameters& p) { return p.rational("factor"); }

}  // namespace

const Recipe& ideal_recipe() {
  static const Recipe recipe{
      "ideal",
      "round(N * factor)",
      {{"factor", ParameterField::Kind::rational, {}, ""},
       {"rounding", ParameterField::Kind::rounding, {}, "ties_to_even"}},
      ideal_steps,
      ideal_derive,
      ideal_slope,
      false,
  };
  return recipe;
}

}  // namespace halflsb
