// A scheme as data: an ordered list of exact integer steps, each with the register width that its recipe declares.
// One list serves evaluation, width checking and explanation; no step knows which published scheme it belongs to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reference/exact/rounding.h"
#include "reference/exact/width.h"

namespace halflsb {

struct ShiftCount {
  Integer count;
  int width;  // bits of the register that is shifted: the count is valid in [0, width - 1]
};

// x -> round((x * multiplier + addend) / divisor), to an integer of at most `significand` bits where that is not 0; then saturated if
// `saturating`. Steps in binary floating point are of the latter kind: their values count units of 1 / unit.
struct Step {
  std::string name;
  Integer multiplier = 1;
  Integer addend = 0;
  Integer divisor = 1;  // > 0
  RoundingMode rounding = RoundingMode::down;
  int width = 0;            // bits of the register that receives the result; 0: unbounded
  bool saturating = false;  // the register holds the saturated value, which is not overflow
  std::optional<ShiftCount> shift;
  unsigned significand = 0;  // bits
  Integer unit = 1;          // how many of the result's units make 1
};

struct Scheme {
  std::string name;
  std::vector<Step> steps;
};

// Whether a step rounds to a significand.
[[nodiscard]] bool computes_in_float(const Scheme& scheme);

// Building blocks. Shifts by n are by 2^n, evaluated for 0 <= n <= 255.
[[nodiscard]] Step accumulator_step(int width);
[[nodiscard]] Step shift_left_step(std::string name, const Integer& count, int width);
[[nodiscard]] Step shift_right_step(std::string name, const Integer& count, int width, RoundingMode rounding);
[[nodiscard]] Step multiply_step(std::string name, const Integer& multiplier, int width);
[[nodiscard]] Step add_step(std::string name, const Integer& addend, int width);

struct InvalidParameter {
  std::string step;
  std::string what;  // "count" or "scale"
  Integer value;
  int width;
};

// Shift counts outside [0, width - 1] and multipliers that do not fit the register they are declared for.
[[nodiscard]] std::vector<InvalidParameter> invalid_parameters(const Scheme& scheme);

}  // namespace halflsb
