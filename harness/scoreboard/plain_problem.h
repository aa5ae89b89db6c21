// Problems in a target's domain as people draw them without our generators: shapes of a few elements, every number from one source.
#pragma once

#include "harness/problem/problem.h"
#include "harness/scoreboard/plain_numbers.h"
#include "targets/abi/target.h"

namespace halflsb {

// Valid, and in the domain but for accumulators that leave 32 bits, as a drawn bias or scale may have it.
[[nodiscard]] Problem plain_problem(const halflsb_target& target, PlainNumbers& numbers);

}  // namespace halflsb
