#include "harness/check/registry.h"

#include "targets/portable/registry.h"

namespace halflsb {

const std::vector<RegisteredTarget>& registered_targets() {
  static const std::vector<RegisteredTarget> all = [] {
    std::vector<RegisteredTarget> targets;
    std::size_t count = 0;
    const halflsb_target* const* portable = portable::portable_targets(&count);
    for (std::size_t i = 0; i < count; ++i) targets.push_back({portable[i], "portable"});
    return targets;
  }();
  return all;
}

const RegisteredTarget* find_target(std::string_view name) {
  for (const RegisteredTarget& candidate : registered_targets()) {
    if (name == candidate.target->name) return &candidate;
  }
  return nullptr;
}

}  // namespace halflsb
