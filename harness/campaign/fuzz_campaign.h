// A time-boxed fuzz campaign on one target: rounds of the engine, each failing input confirmed, minimized and told apart from those
// before it by its minimized form.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/check/registry.h"
#include "harness/finding/finding.h"
#include "harness/isolate/isolate.h"

namespace halflsb {

struct FuzzOptions {
  double seconds = 60;
  std::uint64_t seed = 1;
  std::string directory;  // corpus/<target>/, artifacts/<target>/ and logs/ are kept in it: a later run goes on from there
  std::string seeds;      // a directory of inputs to start from; empty or missing: none
  TimeLimit limit;
};

struct FuzzResult {
  std::uint64_t executions = 0;
  std::uint64_t rounds = 0;
  std::uint64_t repeated = 0;  // failing inputs whose minimized form was known from this run
  std::vector<Finding> findings;
  double seconds = 0;
  std::string error;  // what ended it early; empty: nothing
};

// Ends when the time is up, or when the last few rounds met nothing but forms that this run knows already.
[[nodiscard]] FuzzResult run_fuzz_campaign(const RegisteredTarget& target, const FuzzOptions& options);

}  // namespace halflsb
