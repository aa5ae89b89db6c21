#include "harness/check/registry.h"

#include <algorithm>

#include "harness/check/plugin.h"
#include "reference/exact/parse_number.h"
#include "targets/external/registry.h"
#include "targets/portable/registry.h"
#include "targets/seeded/registry.h"

namespace halflsb {
namespace {

std::vector<RegisteredTarget>& all_targets() {
  static std::vector<RegisteredTarget> all = [] {
    std::vector<RegisteredTarget> targets;
    std::size_t count = 0;
    const halflsb_target* const* portable = portable::portable_targets(&count);
    for (std::size_t i = 0; i < count; ++i) targets.push_back({portable[i], "portable", ""});
    const halflsb_target* const* external = external::external_targets(&count);
    for (std::size_t i = 0; i < count; ++i) targets.push_back({external[i], "external", ""});
    const halflsb_target* const* seeded = seeded::seeded_targets(&count);
    for (std::size_t i = 0; i < count; ++i) targets.push_back({seeded[i], "seeded", ""});
    return targets;
  }();
  return all;
}

bool same_text(const char* a, const char* b) {
  return a == nullptr || b == nullptr ? a == b : std::string_view(a) == b;
}

}  // namespace

const std::vector<RegisteredTarget>& registered_targets() { return all_targets(); }

const RegisteredTarget* find_target(std::string_view name) {
  for (const RegisteredTarget& candidate : all_targets()) {
    if (name == candidate.target->name) return &candidate;
  }
  return nullptr;
}

std::optional<Error> add_plugin(const std::string& path) {
  const auto is_loaded = [&](const RegisteredTarget& target) { return target.plugin == path; };
  if (std::any_of(all_targets().begin(), all_targets().end(), is_loaded)) return std::nullopt;
  const auto targets = load_plugin(path);
  if (!targets) return targets.error();
  for (const halflsb_target* target : *targets) {
    if (find_target(target->name) != nullptr) {
      return Error{path + ": the name " + in_quotes(target->name) + " is taken by another target"};
    }
    all_targets().push_back({target, "plugin", path});
  }
  return std::nullopt;
}

std::vector<RegisteredTarget> correct_counterparts(const halflsb_target& target) {
  std::vector<RegisteredTarget> counterparts;
  for (const RegisteredTarget& candidate : all_targets()) {
    const halflsb_target& other = *candidate.target;
    if (candidate.origin != "external" && candidate.expected_to_pass() && same_text(other.kind, target.kind) &&
        same_text(other.scheme, target.scheme) && same_text(other.tolerance, target.tolerance)) {
      counterparts.push_back(candidate);
    }
  }
  return counterparts;
}

}  // namespace halflsb
