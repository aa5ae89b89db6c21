// The health of a run: how much of what it drew could have shown anything. Cheap beside the check of a problem.
#pragma once

#include <cstdint>

#include "harness/check/expect.h"
#include "harness/problem/problem.h"

namespace halflsb {

struct Health {
  std::uint64_t outputs = 0;
  std::uint64_t at_rail = 0;              // the lowest or highest output
  std::uint64_t equal_to_zero_point = 0;  // and not at a rail
  std::uint64_t ties = 0;                 // the accumulator sits on an exact tie of a rounding step
  std::uint64_t near_frontier = 0;        // within 2 of the accumulators on which a step leaves its register

  // Nearly all outputs at a rail or at the zero point: such a run proves little. So does one without any output.
  [[nodiscard]] bool mistrusted() const;
  void count(const Problem& problem, const Expected& expected);
  void merge(const Health& other);
  friend bool operator==(const Health&, const Health&) = default;
};

}  // namespace halflsb
