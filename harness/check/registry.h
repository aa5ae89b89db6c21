// Every target of this build, by name.
#pragma once

#include <string_view>
#include <vector>

#include "targets/abi/target.h"

namespace halflsb {

struct RegisteredTarget {
  const halflsb_target* target;
  std::string_view origin;  // portable, external, seeded or plugin

  [[nodiscard]] bool expected_to_pass() const { return target->defect == nullptr; }
};

[[nodiscard]] const std::vector<RegisteredTarget>& registered_targets();

// Null where there is none of that name.
[[nodiscard]] const RegisteredTarget* find_target(std::string_view name);

}  // namespace halflsb
