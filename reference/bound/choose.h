// The parameters with the smallest exact worst-case error among all that cannot overflow on a range of accumulators.
#pragma once

#include <optional>

#include "reference/bound/question.h"
#include "reference/scheme/recipe.h"

namespace halflsb {

struct ChoiceQuestion {
  std::string scheme = "glow";  // glow, tflite_double_rounding or tflite_single_rounding
  Rational factor;
  Integer zero_point;
  Interval accumulator;
  std::optional<Interval> output;
  int width = kDefaultWidth;
  std::optional<int> pre, post;  // glow: fixed
  std::optional<Interval> safe;  // no overflow on this range either
  // Accumulators are clamped before the multiplication to those that can still change the output, see Choice::clamp.
  bool clamp_first = false;
  Arithmetic arithmetic = Arithmetic::automatic;
};

struct Choice {
  Parameters parameters;
  Rational max_abs_error;
  Integer misrounded;  // of the accumulators
  // Lemma B17: clamping N to this range first changes no output on the accumulators; nothing overflows on it.
  std::optional<Interval> clamp;
};

// Over all scales >= 1 and all shift counts that the register has: least worst |e|, then fewest misrounded, then smallest scale (or
// multiplier), then pre, then post (or the least right shift). Empty where nothing is feasible.
[[nodiscard]] std::optional<Choice> choose(const ChoiceQuestion& question);

}  // namespace halflsb
