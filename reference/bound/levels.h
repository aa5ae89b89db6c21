// The second method, which shares no mathematics with the normal form: out(N) is monotone, so the N of one output are an interval,
// on which the error is linear. Takes time in proportion to the number of outputs, and serves every scheme whose steps are monotone.
#pragma once

#include "reference/bound/prove.h"

namespace halflsb {

// Where an output's interval of N starts: by the inverse of every step (lemma B2), or by bisection on out(N) alone.
enum class Thresholds { closed_form, bisection };

inline constexpr int kMostLevels = 1 << 22;

// Empty where the range has more than kMostLevels outputs.
[[nodiscard]] std::optional<ErrorBound> error_bound_by_levels(const Question& question, Thresholds thresholds);

}  // namespace halflsb
