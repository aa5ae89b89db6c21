// One trial: one strategy looks for one fault, from one seed, within its allowance.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/check/registry.h"
#include "harness/problem/json.h"
#include "harness/scoreboard/strategy.h"

namespace halflsb {

// A fault, as the targets that may show it: one of its own, or for a mutant every kernel that its line is part of.
struct Fault {
  std::string name;
  std::vector<RegisteredTarget> targets;
  std::function<void()> activate{};  // of a mutant: switches it on in this process
  std::string what{};                // of a mutant: "file: before => after"
  int line = 0;                      // of a mutant
};

struct Allowance {
  std::uint64_t problems = 100000;
  double seconds = 60;  // of searching
  TimeLimit limit;      // of one problem
  bool minimize = true;
};

struct TrialResult {
  bool found = false;
  std::uint64_t problems = 0;  // up to the finding, or all that were tried; the executions of a fuzzer
  double seconds = 0;          // likewise; minimizing not among them
  std::uint64_t elements =
      0;              // of the minimized finding: tensor elements, or accumulators; 0 where it is not minimized
  std::string error;  // why the trial could not be made
};

// Runs the kernels in processes of their own. Activates the fault in this one and leaves it so.
[[nodiscard]] TrialResult run_trial(const Strategy& strategy, const Fault& fault, std::uint64_t seed,
                                    const Allowance& allowance);

// From the process that made it to the one that reports it.
[[nodiscard]] Json to_json(const TrialResult& result);
[[nodiscard]] TrialResult trial_result_from_json(const std::string& text);

}  // namespace halflsb
