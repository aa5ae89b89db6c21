// The problems that check() is timed on: layers of ordinary networks (100,000 to 2,000,000 multiplications, 3 to 64 channels, one
// of them depthwise) and requantizations of 16384 accumulators. On less, the kernel is not what the time goes to.
#pragma once

#include <vector>

#include "harness/problem/problem.h"
#include "targets/abi/target.h"

namespace halflsb {

// The same on every machine; with parameters per channel, filter zero points and a bias of its own scale where the target takes them.
[[nodiscard]] std::vector<Problem> fixed_list(const halflsb_target& target);

}  // namespace halflsb
