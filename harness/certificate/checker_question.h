// What a certificate is about: a list of steps, the real value that it approximates, and where. And its claims about overflow, which
// need nothing else.
#pragma once

#include "harness/certificate/checker_steps.h"

namespace halflsb::checker {

struct Range {
  Integer lo = 0, hi = 0;
};

struct Question {
  Steps steps;          // of which overflow is asked
  Steps clamped_steps;  // and the clamp to the output
  Range accumulator;
  std::optional<Range> output;
  Integer unit = 1, slope = 0, at_zero = 0;  // unit * real(N) = slope * N + at_zero
  std::string name;
};

[[nodiscard]] Question read_question(const Json& json);

// unit * e(N) = a*N + unit*out(N) + k on some interval of N.
struct Line {
  Integer a, k;
  bool unsaturated;
};

// The line on [lo, hi]; fails where that is more than one.
[[nodiscard]] Line line_between(const Question& q, const Integer& lo, const Integer& hi);

// Throws Fails where the claims do not hold.
void check_overflow(const Question& q, const Json& claim);

}  // namespace halflsb::checker
