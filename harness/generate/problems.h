// Problems in a target's domain, boundary values first.
#pragma once

#include "harness/generate/random.h"
#include "harness/problem/problem.h"
#include "targets/abi/target.h"

namespace halflsb {

// The index-th problem of a run: the first ones are the smallest shapes. The same (target, seed, index, use) gives the
// same problem.
[[nodiscard]] Problem some_problem(const halflsb_target& target, std::uint64_t seed, std::uint64_t index,
                                   const Ingredients& use = {});

}  // namespace halflsb
