#include "harness/fuzz/closest_input.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "harness/campaign/parameter_score.h"
#include "harness/sweep/nearest.h"

namespace halflsb {

ClosestInput::ClosestInput(bool fixed, const char* safe)
    : fixed_(fixed), watches_(safe != nullptr && std::sscanf(safe, "%lld:%lld", &safe_lo_, &safe_hi_) == 2) {}

bool ClosestInput::look(const Problem& problem, const Expected& expected) {
  const auto* requantize = std::get_if<RequantizeProblem>(&problem);
  if (requantize == nullptr) return false;
  const Requantization& rq = requantize->requantization;
  if (!fixed_ && !comparable(rq)) return false;
  const double factor = to_decimal(rq.real_factor(0));
  const auto lo = static_cast<double>(rq.output.lo), hi = static_cast<double>(rq.output.hi);
  bool closer = false;
  for (std::size_t i = 0; i < requantize->accumulators.size(); ++i) {
    const std::int64_t n = requantize->accumulators[i];
    const double real = std::clamp(static_cast<double>(n) * factor + static_cast<double>(rq.zero_point), lo, hi);
    const double error = std::abs(expected.output[i] - real);
    if (error > closest_.error) {
      closest_.error = error;
      closest_.accumulator = n;
      closer = true;
    }
    if (!watches_ || (n >= safe_lo_ && n <= safe_hi_)) continue;
    const auto before = closest_.unsafe;
    keep_nearest(closest_.unsafe, n);
    closer = closer || closest_.unsafe != before;
  }
  return closer;
}

}  // namespace halflsb
