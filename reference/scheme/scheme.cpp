#include "reference/scheme/scheme.h"

#include <algorithm>

namespace halflsb {
namespace {

Integer power_of(const Integer& count) { return pow2(static_cast<unsigned>(count)); }

}  // namespace

bool computes_in_float(const Scheme& scheme) {
  return std::any_of(scheme.steps.begin(), scheme.steps.end(), [](const Step& step) { return step.significand > 0; });
}

Step accumulator_step(int width) {
  Step step;
  step.name = "accumulator";
  step.width = width;
  return step;
}

Step shift_left_step(std::string name, const Integer& count, int width) {
  Step step;
  step.name = std::move(name);
  step.multiplier = power_of(count);
  step.width = width;
  step.shift = ShiftCount{count, width};
  return step;
}

Step shift_right_step(std::string name, const Integer& count, int width, RoundingMode rounding) {
  Step step;
  step.name = std::move(name);
  step.divisor = power_of(count);
  step.rounding = rounding;
  step.width = width;
  step.shift = ShiftCount{count, width};
  return step;
}

Step multiply_step(std::string name, const Integer& multiplier, int width) {
  Step step;
  step.name = std::move(name);
  step.multiplier = multiplier;
  step.width = width;
  return step;
}

Step add_step(std::string name, const Integer& addend, int width) {
  Step step;
  step.name = std::move(name);
  step.addend = addend;
  step.width = width;
  return step;
}

std::vector<InvalidParameter> invalid_parameters(const Scheme& scheme) {
  std::vector<InvalidParameter> invalid;
  for (const Step& step : scheme.steps) {
    if (step.shift) {
      if (step.shift->count < 0 || step.shift->count >= step.shift->width) {
        invalid.push_back({step.name, "count", step.shift->count, step.shift->width});
      }
    } else if (step.width > 0 && !signed_range(step.width).contains(step.multiplier)) {
      invalid.push_back({step.name, "scale", step.multiplier, step.width});
    }
  }
  return invalid;
}

}  // namespace halflsb
