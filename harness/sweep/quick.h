// A quick look at two sides, one of which at least is a kernel: bisection finds where their outputs step if they are monotone, and
// the two are compared there. Nothing is proved by it.
#pragma once

#include "harness/sweep/measure.h"

namespace halflsb {

inline constexpr std::size_t kMostProbes = 1 << 16;

// tally.error.count is the number of accumulators that were looked at.
[[nodiscard]] Measured quick_look(const Measurement& what, const Interval& range);

}  // namespace halflsb
