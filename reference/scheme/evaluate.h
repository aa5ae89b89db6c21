// Evaluates a scheme on one accumulator: on unbounded integers (the definition of out(N)), and in its declared registers.
#pragma once

#include <optional>
#include <vector>

#include "reference/scheme/scheme.h"

namespace halflsb {

struct StepTrace {
  Integer exact;  // on unbounded integers, saturating steps saturated
  Integer
      in_register;  // what a two's complement register of the declared width holds, errors of earlier steps included
  bool saturated = false;
  bool overflows = false;  // the exact result of a non-saturating step leaves the register
};

struct Trace {
  std::vector<StepTrace> steps;  // one per step of the scheme, in order
  Integer exact;
  Integer in_register;
  std::optional<std::size_t> first_overflow;  // index into steps
};

// One step on unbounded integers, before saturation.
[[nodiscard]] Integer apply_step(const Step& step, const Integer& value);

[[nodiscard]] Trace trace(const Scheme& scheme, const Integer& accumulator);

// out(N) without the clamp.
[[nodiscard]] Integer evaluate(const Scheme& scheme, const Integer& accumulator);

}  // namespace halflsb
