// Every target of this build and of the plug-ins that were loaded, by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/exact/result.h"
#include "targets/abi/target.h"

namespace halflsb {

struct RegisteredTarget {
  const halflsb_target* target;
  std::string_view origin;  // portable, external, seeded or plugin
  std::string plugin;       // the path of its shared library; empty where it is part of this build

  [[nodiscard]] bool expected_to_pass() const { return target->defect == nullptr; }

  // Of a library's kernel: whether its problems are those that its documentation allows, or all that its API takes without an error. Empty
  // for kernels of other origins.
  [[nodiscard]] std::string_view domain() const {
    if (origin != "external") return "";
    return std::string_view(target->name).ends_with(".accepted") ? "accepted" : "documented";
  }
};

[[nodiscard]] const std::vector<RegisteredTarget>& registered_targets();

// Null where there is none of that name.
[[nodiscard]] const RegisteredTarget* find_target(std::string_view name);

// Adds the targets of a shared library, once. References to registered_targets() do not outlive this call.
[[nodiscard]] std::optional<Error> add_plugin(const std::string& path);

// The targets, other people's apart, that are expected to pass on a problem of the same kind and contract as `target`: what it should have been.
[[nodiscard]] std::vector<RegisteredTarget> correct_counterparts(const halflsb_target& target);

}  // namespace halflsb
