// out(N) as a monotone function that can be turned round: the last N of an output.
#pragma once

#include "reference/bound/step.h"

namespace halflsb {

template <class Int>
struct Monotone {
  std::vector<BoundStep<Int>> steps;
  std::optional<Interval> output;
  Int bottom = 0, top = 0;  // of the output
  bool rising = true;

  Monotone(const Scheme& scheme, const std::optional<Interval>& clamp) : output(clamp) {
    for (const BoundStep<Int>& step : bound_steps<Int>(scheme)) {
      rising = rising == (step.multiplier >= 0);
      // A step that only multiplies and adds is part of the next one.
      if (!steps.empty() && steps.back().divisor == 1 && !steps.back().saturating && steps.back().significand == 0) {
        const BoundStep<Int> before = steps.back();
        steps.back() = step;
        steps.back().multiplier *= before.multiplier;
        steps.back().addend += before.addend * step.multiplier;
      } else {
        steps.push_back(step);
      }
    }
    if (!output) return;
    bottom = as<Int>(output->lo);
    top = as<Int>(output->hi);
  }

  [[nodiscard]] Int value(const Int& n) const {
    Int value = n;
    for (const BoundStep<Int>& step : steps) value = step_value<Int>(step, value);
    if (!output) return value;
    return value < bottom ? bottom : (value > top ? top : value);
  }

  // The last N with an output of at most `level` (at least, where outputs fall), or `to` where that comes first.
  [[nodiscard]] Int last_by_inverse(const Int& level, const Int& to) const {
    if (output && (rising ? level >= top : level <= bottom)) return to;
    Ray<Int> ray{level, !rising};
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
      const bool all =
          step->multiplier == 0 || (step->saturating && (ray.at_least ? ray.end <= step->lo : ray.end >= step->hi));
      if (all) return to;
      ray = inverse<Int>(*step, ray);
    }
    return ray.end < to ? ray.end : to;
  }
  // Looks first around from + guess, then twice as far away each time.
  [[nodiscard]] Int last_by_bisection(const Int& level, Int from, Int to, const Int& guess) const {
    const auto look = [&](const Int& at) {
      const Int out = value(at);
      const bool up_to_level = rising ? out <= level : out >= level;
      up_to_level ? void(from = at) : void(to = Int(at - Int(1)));
      return up_to_level;
    };
    if (guess > 0 && from + guess <= to) {
      const bool further = look(Int(from + guess));
      for (Int distance = 1; distance < to - from; distance *= 2) {
        if (look(further ? Int(from + distance) : Int(to - distance)) != further) break;
      }
    }
    while (from < to) look(Int(from + (to - from + Int(1)) / Int(2)));
    return from;
  }
};

}  // namespace halflsb
