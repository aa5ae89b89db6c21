// A finding as a GoogleTest case: one .cpp file that needs the kernel (the library that exports halflsb_targets()),
// GoogleTest and target.h, nothing else. It fails on a kernel that has the fault and passes on one that
// keeps the contract.
#pragma once

#include <string>

#include "harness/finding/finding.h"
#include "targets/abi/target.h"

namespace halflsb {

// `target` is the finding's. The finding's problem is in its domain.
[[nodiscard]] std::string to_gtest(const Finding& finding, const halflsb_target& target);

}  // namespace halflsb
