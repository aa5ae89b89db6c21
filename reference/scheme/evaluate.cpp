#include "reference/scheme/evaluate.h"

namespace halflsb {

Integer apply_step(const Step& step, const Integer& value) {
  const Integer sum = value * step.multiplier + step.addend;
  if (step.significand > 0) return round_significant<Integer>(sum, step.divisor, step.significand, step.rounding);
  return round_quotient<Integer>(sum, step.divisor, step.rounding);
}

Trace trace(const Scheme& scheme, const Integer& accumulator) {
  Trace result;
  result.exact = accumulator;
  result.in_register = accumulator;
  for (const Step& step : scheme.steps) {
    StepTrace now;
    now.exact = apply_step(step, result.exact);
    now.in_register = apply_step(step, result.in_register);
    if (step.width > 0) {
      const Interval range = signed_range(step.width);
      if (step.saturating) {
        const Fitted fitted = saturate(now.exact, range);
        now.exact = fitted.value;
        now.saturated = fitted.changed;
        now.in_register = saturate(now.in_register, range).value;
      } else {
        now.overflows = !range.contains(now.exact);
        now.in_register = wrap(now.in_register, step.width).value;
      }
    }
    if (now.overflows && !result.first_overflow) result.first_overflow = result.steps.size();
    result.exact = now.exact;
    result.in_register = now.in_register;
    result.steps.push_back(std::move(now));
  }
  return result;
}

Integer evaluate(const Scheme& scheme, const Integer& accumulator) {
  Integer value = accumulator;
  for (const Step& step : scheme.steps) {
    value = apply_step(step, value);
    if (step.saturating) value = saturate(value, signed_range(step.width)).value;
  }
  return value;
}

}  // namespace halflsb
