#include "reference/bound/levels.h"

#include "reference/bound/arithmetic.h"
#include "reference/bound/ground.h"
#include "reference/bound/misrounded.h"

namespace halflsb {
namespace {

template <class Int>
struct Monotone {
  std::vector<BoundStep<Int>> steps;
  std::optional<Interval> output;
  Int bottom = 0, top = 0;  // of the output
  bool rising = true;

  explicit Monotone(const Question& question) : output(question.output) {
    for (const BoundStep<Int>& step : bound_steps<Int>(question.scheme)) {
      rising = rising == (step.multiplier >= 0);
      // A step that only multiplies and adds is part of the next one.
      if (!steps.empty() && steps.back().divisor == 1 && !steps.back().saturating) {
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
    Ray<Int> ray{level, !rising};
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
      const bool all = step->multiplier == 0 || (step->saturating && (ray.at_least ? ray.end <= step->lo : ray.end >= step->hi));
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

template <class Int>
class Levels {
 public:
  explicit Levels(const Question& question) : zones_(zones_of<Int>(question)) {}

  // All N of [from, to] have this output.
  void add(const Int& out, const Int& from, const Int& to) {
    for (Part& part : parts_of(zones_)) {
      const Int lo = from < part.zone->lo ? part.zone->lo : from;
      const Int hi = to > part.zone->hi ? part.zone->hi : to;
      if (lo <= hi) add_part(part, out, lo, hi);
    }
  }

  [[nodiscard]] ErrorBound bound(const Question& question) const {
    const Integer den = numerator(Rational(denominator(question.factor)));
    ErrorBound bound;
    bound.extremes = {{Rational(to_integer(highest_.value()), den), to_integer(highest_.n())},
                      {Rational(to_integer(lowest_.value()), den), to_integer(lowest_.n())}};
    const auto mean = [&](const Int& sum, const Integer& count) { return Rational(to_integer(sum), Integer(den * count)); };
    Int sum = 0, misrounded = 0;
    for (const Part& part : parts_) {
      sum += part.sum;
      misrounded += part.misrounded;
      if (!part.zone->unsaturated) continue;
      const Integer lo = to_integer(part.zone->lo), hi = to_integer(part.zone->hi);
      bound.unsaturated = Unsaturated{lo, hi, mean(part.sum, Integer(hi - lo + 1)), to_integer(part.misrounded)};
    }
    bound.mean = mean(sum, Integer(question.accumulator.hi - question.accumulator.lo + 1));
    bound.misrounded = to_integer(misrounded);
    return bound;
  }

 private:
  struct Part {
    const Zone<Int>* zone;
    Int sum = 0, misrounded = 0;
  };

  std::vector<Part>& parts_of(const std::vector<Zone<Int>>& zones) {
    if (parts_.empty()) {
      for (const Zone<Int>& zone : zones) parts_.push_back({&zone});
    }
    return parts_;
  }

  void add_part(Part& part, const Int& out, const Int& lo, const Int& hi) {
    const Objective<Int>& e = part.zone->scaled_error;
    const Int rest = Int(e.b * out + e.k);
    const Int at_lo = Int(e.a * lo + rest), at_hi = Int(e.a * hi + rest);
    if (e.a == 0) {
      const Int nearest = lo > 0 ? lo : (hi < 0 ? hi : Int(0));
      highest_.offer(at_lo, nearest);
      lowest_.offer(at_lo, nearest);
    } else {
      highest_.offer(e.a < 0 ? at_lo : at_hi, e.a < 0 ? lo : hi);
      lowest_.offer(e.a < 0 ? at_hi : at_lo, e.a < 0 ? hi : lo);
    }
    const Int count = Int(hi - lo + Int(1));
    part.sum += (at_lo + at_hi) * count / Int(2);  // an arithmetic series
    part.misrounded += misrounded_on_line<Int>(at_lo, e.a, count, e.b).count();
  }

  std::vector<Zone<Int>> zones_;
  std::vector<Part> parts_;
  Best<Int> highest_{1}, lowest_{-1};
};

template <class Int>
std::optional<ErrorBound> by_levels(const Question& question, Thresholds thresholds) {
  const Monotone<Int> out(question);
  const Int lo = as<Int>(question.accumulator.lo);
  const Int hi = as<Int>(question.accumulator.hi);
  const Int first = out.value(lo), last = out.value(hi);
  const Int change = Int(out.rising ? last - first : first - last);
  if (change > kMostLevels) return std::nullopt;
  Levels<Int> levels(question);
  const Int step = out.rising ? 1 : -1;
  Int from = lo, width = 0;  // of the level before
  for (Int level = first;; level += step) {
    Int to = hi;
    if (level != last) {
      to = thresholds == Thresholds::closed_form ? out.last_by_inverse(level, hi)
                                                 : out.last_by_bisection(level, Int(from - Int(1)), hi, width);
    }
    width = Int(to - from + Int(1));
    if (from <= to) levels.add(level, from, to);
    if (level == last) return levels.bound(question);
    from = Int(to + Int(1));
  }
}

}  // namespace

std::optional<ErrorBound> error_bound_by_levels(const Question& question, Thresholds thresholds) {
  return in_arithmetic(question.arithmetic,
                       [&]<class Int>(Int) { return by_levels<Int>(question, thresholds); });
}

}  // namespace halflsb
