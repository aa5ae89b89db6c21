#include "harness/generate/near_tie.h"

namespace halflsb {
namespace {

constexpr Int128 kLargestModulus = Int128{1} << 62;
constexpr Int128 kReach = Int128{1} << Staircase::kReach;

Int128 modulo(Int128 value, Int128 m) {
  const Int128 residue = value % m;
  return residue < 0 ? residue + m : residue;
}

// The smallest x >= 0 with lo <= a * x mod m <= hi, for 0 <= a < m and 0 <= lo <= hi < m. Lemma G1:
//  - mirrored where a > m / 2: -a * x mod m lies in [m - hi, m - lo], so that m at least halves from level to level;
//  - x = ceil(lo / a) where its product is at most hi: no smaller x reaches lo, and the product is below m;
//  - otherwise x wraps y >= 1 times: lo + m y <= a x <= hi + m y. No multiple of a lies in [lo, hi], so that some x
//    does this for y exactly if -m y mod a lies in [lo mod a, hi mod a]; the smallest y gives the smallest x.
// Widths: a <= m / 2 below 2^61, and y < a, so that m * y is below 2^123.
std::optional<Int128> first_multiple(Int128 a, Int128 m, Int128 lo, Int128 hi) {
  if (lo == 0) return Int128{0};
  if (a == 0) return std::nullopt;
  if (2 * a > m) return first_multiple(m - a, m, m - hi, m - lo);
  const Int128 direct = (lo + a - 1) / a;
  if (direct * a <= hi) return direct;
  const auto wraps = first_multiple(modulo(-m, a), a, lo % a, hi % a);
  if (!wraps) return std::nullopt;
  return (lo + m * *wraps + a - 1) / a;
}

std::optional<std::int64_t> within_reach(Int128 n) {
  if (n < -kReach || n > kReach) return std::nullopt;
  return static_cast<std::int64_t>(n);
}

}  // namespace

std::optional<Int128> first_in_residue_range(Int128 a, Int128 b, Int128 m, Int128 lo, Int128 hi) {
  const Int128 shifted_lo = modulo(lo - modulo(b, m), m);
  const Int128 shifted_hi = modulo(hi - modulo(b, m), m);
  if (shifted_lo > shifted_hi) return Int128{0};  // the range holds b itself
  return first_multiple(modulo(a, m), m, shifted_lo, shifted_hi);
}

// Lemma G2: behind the last earlier step that divides or saturates, all is linear: with u its value, the step rounds
// (a * u + b) / divisor, and G1 finds the first u that makes it a tie. The first N that reaches u follows by bisection.
std::optional<std::int64_t> tie_at_or_after(const Staircase& steps, std::size_t step, std::int64_t start) {
  const auto& treads = steps.treads();
  const Staircase::Tread& rounding = treads[step];
  if (rounding.tie < 0 || rounding.divisor > kLargestModulus) return std::nullopt;
  std::size_t first = step;
  while (first > 0 && treads[first - 1].divisor == 1 && !treads[first - 1].saturating) --first;
  Int128 a = 1;
  Int128 b = 0;
  for (std::size_t i = first; i <= step; ++i) {
    a = modulo(a * modulo(treads[i].multiplier, rounding.divisor), rounding.divisor);
    b = modulo(b * modulo(treads[i].multiplier, rounding.divisor) + treads[i].addend, rounding.divisor);
  }
  const bool rising = first == 0 || steps.rising(first - 1);
  const Int128 u = first == 0 ? Int128{start} : steps.value(start, first - 1);
  const auto distance = first_in_residue_range(rising ? a : -a, a * modulo(u, rounding.divisor) + b, rounding.divisor,
                                               rounding.tie, rounding.tie);
  if (!distance) return std::nullopt;
  if (first == 0) return within_reach(u + *distance);
  if (*distance == 0) return start;
  const Int128 wanted = rising ? u + *distance : u - *distance;
  return within_reach(steps.preimage(first - 1, rising ? wanted : wanted + 1));
}

// Lemma G3: with Q the product of the divisors and P that of the multipliers, N * P / Q = k + 1/2 + d / Q for the
// residue Q / 2 + d of N * P modulo Q; where Q is odd, Q / 2 rounded down is off by 1/2.
std::optional<std::int64_t> near_half_at_or_after(const Staircase& steps, std::int64_t start, Int128 hair) {
  Int128 q = 1;
  for (const Staircase::Tread& t : steps.treads()) {
    if (t.divisor > kLargestModulus / q) return std::nullopt;
    q *= t.divisor;
  }
  if (q == 1) return std::nullopt;
  Int128 p = 1;
  for (const Staircase::Tread& t : steps.treads()) p = modulo(p * modulo(t.multiplier, q), q);
  const Int128 half = q / 2;
  const Int128 width = hair < half ? hair : half - (q % 2 == 0 ? 1 : 0);
  const auto distance = first_in_residue_range(p, p * modulo(start, q), q, half - width, half + width);
  if (!distance) return std::nullopt;
  return within_reach(Int128{start} + *distance);
}

}  // namespace halflsb
