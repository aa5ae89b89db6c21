// Structure-aware changes of a problem, for coverage-guided fuzzing: what a byte flip would hardly ever reach.
#pragma once

#include "harness/generate/random.h"
#include "harness/problem/problem.h"
#include "targets/abi/target.h"

namespace halflsb {

// The problem with one thing changed: a field to a boundary, an accumulator to a tie or to the overflow frontier of the
// parameters, a shape by one (tensors grow or shrink with it), a tensor to a rail; sometimes a fresh problem. Always
// valid, and in the target's domain where `problem` was.
[[nodiscard]] Problem mutate(const Problem& problem, const halflsb_target& target, Random& random);

// Parts of two problems of one kind put together: the shape and data of one with the parameters of the other.
[[nodiscard]] Problem cross(const Problem& a, const Problem& b, Random& random);

}  // namespace halflsb
