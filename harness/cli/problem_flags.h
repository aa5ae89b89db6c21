// The ways to name one problem: its line, a finding, or a file that a fuzzer wrote.
#pragma once

#include <optional>
#include <string>

#include "harness/cli/target_flags.h"
#include "harness/finding/finding.h"

namespace halflsb::cli {

struct NamedProblem {
  Problem problem;
  std::string target;              // empty: none is named
  std::optional<Finding> finding;  // as it was recorded
};

struct ProblemFlags {
  std::string line, finding, fuzz_file, kind, target;
  PluginFlags plugins;

  void add_to(CommandLine& app);
  [[nodiscard]] bool given() const { return !line.empty() || !finding.empty() || !fuzz_file.empty(); }
  // Loads the plug-ins.
  [[nodiscard]] Result<NamedProblem> get() const;
};

}  // namespace halflsb::cli
