// Euclid's algorithm as identities: what makes a bound and a sum of a staircase follow from a few multiplications.
#pragma once

#include <vector>

#include "harness/certificate/checker_json.h"

namespace halflsb::checker {

// floor((c*x + d) / m) for 0 <= x <= n, taken apart level by level. On each level, with c = c_quotient*m + c', d = d_quotient*m + d',
// 0 <= c', d' < m, the floor is c_quotient*x + d_quotient + y(x), where y(x) = floor((c'*x + d') / m) climbs from 0 to `top` in steps of 0
// or 1. The last x with y(x) = y is floor((m*y + m - d' - 1) / c'), for y < top: the same question with x and y exchanged,
//   (n, c, d, m) <- (top - 1, m, m - d' - 1, c'),
// which is the next level. The last level has top = 0.
class Descent {
 public:
  // Reads the levels and verifies all of that; m > 0. For n < 0 there are none.
  Descent(const Json& list, Integer n, Integer c, Integer d, Integer m);

  // Is a*x + b*floor(...) + k at most `bound` for all x?
  [[nodiscard]] bool at_most(Integer a, Integer b, Integer k, const Integer& bound) const;

  // The sum of the floors.
  [[nodiscard]] Integer sum() const;

 private:
  struct Level {
    Integer n, c_quotient, d_quotient, top;
  };
  std::vector<Level> levels_;
};

}  // namespace halflsb::checker
