// The highest value and the sum of a staircase over a run of integers, in O(log m) steps of Euclid's algorithm.
// Geo holds x, c, d and m, Wide their products, Val the values. Fixed widths must suffice, see the lemmas; unbounded ones do.
#pragma once

#include <utility>

#include "reference/exact/integer.h"

namespace halflsb {

// f(x) = a*x + b*floor((c*x + d)/m) for 0 <= x <= n; 0 <= c, d < m; b != 0.
template <class Geo, class Val>
struct Stairs {
  Geo n, c, d, m;
  Val a, b;
};

template <class Geo, class Val>
struct Peak {
  Val value;
  Geo x;
};

// Dividend and divisor not negative. Where both are of 64 bits the machine's division does; one of 128 takes ten times as long.
template <class Wide, class Geo>
[[nodiscard]] Geo wide_quotient(const Wide& dividend, const Geo& divisor) {
  if constexpr (std::is_same_v<Wide, Int128>) {
    if (static_cast<Int128>(static_cast<std::int64_t>(dividend)) == dividend && divisor <= INT64_MAX) {
      return static_cast<std::int64_t>(dividend) / static_cast<std::int64_t>(divisor);
    }
  }
  return static_cast<Geo>(dividend / divisor);
}

// Lemma B4: max f, at the smallest x that attains it (or the largest). Where a and b have one sign, f rises or falls throughout and
// an end attains it. Where a > 0 > b, only the last x of each level of the floor can; where a < 0 < b, only the first: both are the
// same question with x and the level exchanged and (c, m) one step of Euclid further. x itself is R + P*x + Q*level, and
// decides among equal values as an infinitely small part of the objective: a coefficient of 0 has the sign of that part.
// Lemma B5: |a|*n + |b|*floor((c*n + d)/m) never grows from one step to the next and bounds every product formed here, so that Val
// suffices if it holds (|a| + |b|) * (n + 1), Wide if it holds m * (n + 1).
template <class Wide, class Geo, class Val>
[[nodiscard]] Peak<Geo, Val> highest(Stairs<Geo, Val> s, bool smallest_x) {
  Val k = 0;
  Geo p = 1, q = 0, r = 0;
  Peak<Geo, Val> best{0, 0};
  bool any = false;
  const auto consider = [&](const Val& value, const Geo& x) {
    if (any && (value < best.value || (value == best.value && (smallest_x ? x >= best.x : x <= best.x)))) return;
    best = {value, x};
    any = true;
  };
  const auto rises = [&](const Val& coefficient) { return coefficient > 0 || (coefficient == 0 && !smallest_x); };
  for (bool reduced = true;; reduced = false) {
    if (!reduced && s.d >= s.m) {
      const Geo times = s.d / s.m;
      s.d = Geo(s.d - times * s.m);
      k = Val(k + s.b * Val(times));
      r = Geo(r + q * times);
    }
    consider(k, r);
    if (s.n == 0) return best;
    if (!reduced) {
      const Geo times = s.c / s.m;
      s.c = Geo(s.c - times * s.m);
      s.a = Val(s.a + s.b * Val(times));
      p = Geo(p + q * times);
    }
    const Geo top = wide_quotient<Wide, Geo>(Wide(Wide(s.c) * Wide(s.n) + Wide(s.d)), s.m);
    consider(Val(k + s.a * Val(s.n) + s.b * Val(top)), Geo(r + p * s.n + q * top));
    if (top == 0 || rises(s.a) == rises(s.b)) return best;
    if (!rises(s.a)) {
      k = Val(k + s.a + s.b);
      r = Geo(r + p + q);
    }
    const Geo d = Geo(s.m - s.d - 1);
    s = {Geo(top - 1), s.m, d, s.c, s.b, s.a};
    std::swap(p, q);
  }
}

// Lemma B6: the sum of floor((c*x + d)/m) over 0 <= x < n, 0 <= c, d, m > 0: the lattice points below a line, counted by exchanging
// the axes. Every term is positive, so that Val suffices if it holds the sum, Wide as in B5.
template <class Wide, class Geo, class Val>
[[nodiscard]] Val floor_sum(Geo n, Geo c, Geo d, Geo m) {
  Val sum = 0;
  while (n > 0) {
    if (c >= m) {
      const Geo times = Geo(c / m);
      c = Geo(c - times * m);
      const Val pairs = Val(Val(n) * Val(n - 1) / Val(2));
      sum = Val(sum + pairs * Val(times));
    }
    if (d >= m) {
      const Geo times = Geo(d / m);
      d = Geo(d - times * m);
      sum = Val(sum + Val(n) * Val(times));
    }
    const Wide top = Wide(Wide(c) * Wide(n) + Wide(d));
    n = wide_quotient<Wide, Geo>(top, m);
    d = Geo(top - Wide(n) * Wide(m));
    std::swap(c, m);
  }
  return sum;
}

}  // namespace halflsb
