// Does an output of requantize keep a target's contract? compare() of harness/check, fast enough for millions of them.
#pragma once

#include <optional>

#include "harness/problem/problem.h"
#include "reference/scheme/twin.h"
#include "targets/abi/target.h"

namespace halflsb {

class Contract {
 public:
  // For |N| <= largest.
  Contract(const halflsb_target& target, const Requantization& requantization, const Integer& largest);

  [[nodiscard]] bool holds(std::int32_t accumulator, std::int64_t got) const;

 private:
  // |got - clamp(N * p/q + zero_point)| <= a/b, everything times q and b: exact in Int where no product overflows.
  template <class Int>
  struct Tolerance {
    Int p, q, a, b, zero_point, lo, hi;
    [[nodiscard]] bool holds(std::int32_t accumulator, std::int64_t got) const;
  };

  [[nodiscard]] std::int64_t want(std::int32_t accumulator) const;

  OutputRange output_;
  Scheme scheme_;
  std::optional<Twin> twin_;
  std::optional<Tolerance<Int128>> fast_;
  std::optional<Tolerance<Integer>> wide_;
};

}  // namespace halflsb
