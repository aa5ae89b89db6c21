// Accumulators that a rounding decides by a hair, found by a Euclid-like solver in O(log m) instead of by luck: at
// random one accumulator in 2^31 sits on a given tie of a Q31 multiplier.
#pragma once

#include <optional>

#include "harness/generate/staircase.h"

namespace halflsb {

// Lemma G1: the smallest n >= 0 with lo <= (a * n + b) mod m <= hi; empty where there is none. For 1 <= m <= 2^62,
// 0 <= lo <= hi < m and |a|, |b| < 2^126. The argument stands beside the code.
[[nodiscard]] std::optional<Int128> first_in_residue_range(Int128 a, Int128 b, Int128 m, Int128 lo, Int128 hi);

// Lemma G2: the first N >= start on which the rounding of this step is an exact tie, provided that the steps before it
// reach the value which that takes; otherwise an N close by. Empty where the step has no tie at or after start.
[[nodiscard]] std::optional<std::int64_t> tie_at_or_after(const Staircase& steps, std::size_t step, std::int64_t start);

// Lemma G3: the first N >= start whose exact product with the scheme's factor P/Q lies within (hair + 1/2) / Q of some
// k + 1/2. Empty where there is none, and for a factor whose parts leave 62 bits.
[[nodiscard]] std::optional<std::int64_t> near_half_at_or_after(const Staircase& steps, std::int64_t start,
                                                                Int128 hair);

}  // namespace halflsb
