#include "reference/bound/levels.h"

#include "reference/bound/arithmetic.h"
#include "reference/bound/ground.h"
#include "reference/bound/misrounded.h"
#include "reference/bound/monotone.h"

namespace halflsb {
namespace {

template <class Int>
class Levels {
 public:
  explicit Levels(const Question& question) {
    for (const Zone<Int>& zone : zones_of<Int>(question)) parts_.push_back({zone});
  }

  // All N of [from, to] have this output. Intervals come in order, without gaps.
  void add(const Int& out, Int from, const Int& to) {
    for (; from <= to; ++current_) {
      Part& part = parts_[current_];
      const Int& end = part.zone.hi;
      add_part(part, out, from, to < end ? to : end);
      if (to < end) return;
      from = Int(end + Int(1));
    }
  }

  [[nodiscard]] ErrorBound bound(const Question& question) const {
    const Integer den = question.unit();
    ErrorBound bound;
    bound.extremes = {{Rational(to_integer(highest_.value()), den), to_integer(highest_.n())},
                      {Rational(to_integer(lowest_.value()), den), to_integer(lowest_.n())}};
    const auto mean = [&](const Int& sum, const Integer& count) {
      return Rational(to_integer(sum), Integer(den * count));
    };
    Int sum = 0, misrounded = 0;
    for (const Part& part : parts_) {
      sum += part.sum;
      misrounded += part.misrounded;
      if (!part.zone.unsaturated) continue;
      const Integer lo = to_integer(part.zone.lo), hi = to_integer(part.zone.hi);
      bound.unsaturated = Unsaturated{lo, hi, mean(part.sum, Integer(hi - lo + 1)), to_integer(part.misrounded)};
    }
    bound.mean = mean(sum, Integer(question.accumulator.hi - question.accumulator.lo + 1));
    bound.misrounded = to_integer(misrounded);
    return bound;
  }

 private:
  struct Part {
    Zone<Int> zone;
    Int sum = 0, misrounded = 0;
  };

  void add_part(Part& part, const Int& out, const Int& lo, const Int& hi) {
    const Objective<Int>& e = part.zone.scaled_error;
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

  std::vector<Part> parts_;
  std::size_t current_ = 0;  // the part of the next N
  Best<Int> highest_{1}, lowest_{-1};
};

template <class Int>
std::optional<ErrorBound> by_levels(const Question& question, Thresholds thresholds) {
  const Monotone<Int> out(question.scheme, question.output);
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
  return in_arithmetic(question.arithmetic, [&]<class Int>(Int) { return by_levels<Int>(question, thresholds); });
}

}  // namespace halflsb
