// The failing accumulator of smallest magnitude, by exhausting 0, 1, -1, 2, -2, ...: about 8 million direct calls of
// the kernel at most, on plain memory. Faults of the kernel are caught; one that loops for ever is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "harness/check/check.h"
#include "harness/problem/problem.h"

namespace halflsb {

inline constexpr std::int32_t kExhausted = std::int32_t{1} << 22;

struct Smallest {
  std::optional<std::int32_t> accumulator;
  bool exhausted = true;  // every accumulator before that one, or up to the limit, was tried and keeps the contract
};

// For the accumulator at `position`, all others as they are, |N| <= limit. `reason` is mismatch or tolerance; of
// another one nothing is found and nothing exhausted.
[[nodiscard]] Smallest smallest_failing(const halflsb_target& target, const RequantizeProblem& problem,
                                        std::size_t position, Reason reason, std::int32_t limit = kExhausted);

}  // namespace halflsb
