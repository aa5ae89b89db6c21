// How much a problem holds: what minimizing makes small, and what people have to read.
#pragma once

#include <cstddef>

#include "harness/problem/problem.h"

namespace halflsb {

// Elements of input, filter and bias, or accumulators.
[[nodiscard]] std::size_t element_count(const Problem& problem);

}  // namespace halflsb
