#include "harness/certificate/checker_descent.h"

namespace halflsb::checker {
Descent::Descent(const Json& list, Integer n, Integer c, Integer d, Integer m) {
  bool ended = n < 0;
  for (const Json& item : list) {
    expect(!ended, "descent: a level after the last");
    expect_keys(item, {"n", "c", "d", "m", "c_quotient", "d_quotient", "top"});
    expect(integer(item, "n") == n, "descent: n does not follow");
    expect(integer(item, "c") == c, "descent: c does not follow");
    expect(integer(item, "d") == d, "descent: d does not follow");
    expect(integer(item, "m") == m, "descent: m does not follow");
    levels_.push_back({n, integer(item, "c_quotient"), integer(item, "d_quotient"), integer(item, "top")});
    const Level& level = levels_.back();
    c -= level.c_quotient * m;
    d -= level.d_quotient * m;
    expect(0 <= c && c < m, "descent: 0 <= c - c_quotient*m < m");
    expect(0 <= d && d < m, "descent: 0 <= d - d_quotient*m < m");
    const Integer above = c * n + d - level.top * m;
    expect(0 <= above && above < m, "descent: top = floor((c'*n + d') / m)");
    ended = level.top == 0;
    n = level.top - 1;
    d = m - d - 1;
    std::swap(c, m);
  }
  expect(ended, "descent: the last level is missing");
}

bool Descent::at_most(Integer a, Integer b, Integer k, const Integer& bound) const {
  for (const Level& level : levels_) {
    k += b * level.d_quotient;
    a += b * level.c_quotient;
    if (k > bound || k + a * level.n + b * level.top > bound) return false;  // at x = 0 and x = n
    // Linear, or rising or falling throughout: the ends were all.
    if (level.top == 0 || (a >= 0 && b >= 0) || (a <= 0 && b <= 0)) return true;
    // Where a > 0 > b only the last x of a y counts, and x = n. Where a < 0 < b only the first: x = 0, and the x after a last one.
    if (a < 0) k += a + b;
    std::swap(a, b);
  }
  return true;
}

Integer Descent::sum() const {
  // Of x = 0 .. n, each counts all y < y(x): n - (last x with y) of them for each y < top.
  Integer sum = 0;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    const Integer& n = level->n;
    sum = level->c_quotient * (n * (n + 1) / 2) + level->d_quotient * (n + 1) + level->top * n - sum;
  }
  return sum;
}

}  // namespace halflsb::checker
