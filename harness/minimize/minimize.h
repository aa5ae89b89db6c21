// Shrinks a failing problem to a small one that still fails for the same reason: first its shape, then its parameters,
// then its data, each step checked again, until no single step of simpler() fails.
#pragma once

#include <cstdint>
#include <functional>

#include "harness/check/check.h"
#include "harness/finding/finding.h"
#include "harness/problem/problem.h"

namespace halflsb {

// What check() says of a candidate: in this process, or in another one where the kernel may crash or never return.
using Oracle = std::function<Outcome(const Problem&)>;

struct Minimized {
  Problem problem;
  Mismatch mismatch;         // on it
  std::uint64_t checks = 0;  // candidates that were checked
  bool complete = true;      // false: a limit ended it, so that a simpler failing problem one step away is possible
};

struct MinimizeLimits {
  std::uint64_t max_checks = 200000;
  std::uint64_t max_timeouts = 40;  // each costs seconds
};

// `mismatch` is what the oracle says of `failing`. The same input gives the same result: nothing here depends on time.
[[nodiscard]] Minimized minimize(const Problem& failing, const Mismatch& mismatch, const Oracle& oracle,
                                 const MinimizeLimits& limits = {});

// The finding on its minimized problem. Of requantize also the failing accumulator of smallest magnitude for the
// parameters that remain, `proved` where all smaller ones were tried. Otherwise `local`; `no` where a limit ended it
// before.
[[nodiscard]] Finding minimize_finding(const halflsb_target& target, Finding finding, const Oracle& oracle,
                                       const MinimizeLimits& limits = {});

}  // namespace halflsb
