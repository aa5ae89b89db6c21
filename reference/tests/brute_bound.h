// The error of a scheme over a range by looking at every accumulator: the definitions of the bound, word for word.
#pragma once

#include "reference/bound/prove.h"
#include "reference/scheme/evaluate.h"

namespace halflsb {

inline Rational clamped(const Rational& value, const std::optional<Interval>& output) {
  if (!output) return value;
  if (value < Rational(output->lo)) return Rational(output->lo);
  if (value > Rational(output->hi)) return Rational(output->hi);
  return value;
}

inline Rational real_of(const Question& q, const Integer& n) {
  return Rational(n) * q.factor + Rational(q.zero_point) + q.offset;
}

inline Rational error_of(const Question& q, const Integer& n) {
  return clamped(Rational(evaluate(q.scheme, n)), q.output) - clamped(real_of(q, n), q.output);
}

// a lies nearer to 0 than b; on equal |N| the positive one does.
inline bool nearer(const Integer& a, const Integer& b) { return abs(a) < abs(b) || (abs(a) == abs(b) && a > b); }

inline ErrorBound brute_bound(const Question& q) {
  ErrorBound bound;
  const Rational half(1, 2);
  Rational sum = 0, unsaturated_sum = 0;
  Integer misrounded = 0, unsaturated_misrounded = 0, unsaturated = 0;
  std::optional<ErrorAt> max, min;
  std::optional<Unsaturated> part;
  for (Integer n = q.accumulator.lo; n <= q.accumulator.hi; ++n) {
    const Rational e = error_of(q, n);
    if (!max || e > max->value || (e == max->value && nearer(n, max->accumulator))) max = ErrorAt{e, n};
    if (!min || e < min->value || (e == min->value && nearer(n, min->accumulator))) min = ErrorAt{e, n};
    sum += e;
    const bool wrong = abs(e) > half;
    if (wrong) ++misrounded;
    const Rational real = real_of(q, n);
    if (!q.output || real < Rational(q.output->lo) || real > Rational(q.output->hi)) continue;
    if (!part) part = Unsaturated{n, n, {}, {}};
    part->hi = n;
    ++unsaturated;
    unsaturated_sum += e;
    if (wrong) ++unsaturated_misrounded;
  }
  bound.extremes = {*max, *min};
  bound.mean = sum / Rational(Integer(q.accumulator.hi - q.accumulator.lo + 1));
  bound.misrounded = misrounded;
  if (part) {
    part->mean = unsaturated_sum / Rational(unsaturated);
    part->misrounded = unsaturated_misrounded;
    bound.unsaturated = part;
  }
  return bound;
}

}  // namespace halflsb
