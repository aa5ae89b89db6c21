// Targets from a shared library that exports halflsb_targets(), see targets/abi/target.h.
#pragma once

#include <string>
#include <vector>

#include "reference/exact/result.h"
#include "targets/abi/target.h"

namespace halflsb {

// The library is tried in another process first: one that crashes, exits or never ends on loading is an error. What it prints
// then is dropped. It stays loaded for good. Its targets are copies that have been looked at: names and contracts are well-formed,
// no range is empty, and none is wider than what a problem can hold. An error names the library and the target.
[[nodiscard]] Result<std::vector<const halflsb_target*>> load_plugin(const std::string& path);

// The checks alone, on one target: the cleaned copy, or what is wrong with it.
[[nodiscard]] Result<halflsb_target> sanitized(const halflsb_target& target);

}  // namespace halflsb
