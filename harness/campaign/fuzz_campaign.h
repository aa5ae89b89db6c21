// A time-boxed fuzz campaign on one target: rounds of the engine, each failing input confirmed, minimized and told apart from those
// before it by its minimized form. What the kernel does to its process does not end the campaign.
#pragma once

#include <string>
#include <vector>

#include "harness/check/registry.h"
#include "harness/finding/finding.h"
#include "harness/isolate/isolate.h"

namespace halflsb {

struct FuzzOptions {
  double seconds = 60;  // the minimizing of a last finding comes on top
  std::uint64_t seed = 1;
  std::string directory;  // corpus/<target>/, artifacts/<target>/, logs/ and findings/: a later run goes on from there
  std::string seeds;      // a directory of inputs to start from; empty: none
  TimeLimit limit;
  bool stop_at_first = false;
  bool plain_bytes = false;  // see EngineRun
};

struct FuzzResult {
  std::uint64_t executions = 0;
  std::uint64_t rounds = 0;
  std::uint64_t repeated = 0;     // failing inputs whose minimized form was known from this run
  std::uint64_t unconfirmed = 0;  // inputs on which the engine gave up, and that pass when they are checked again
  std::vector<Finding> findings;
  std::vector<std::string> files;  // of the findings, in their order
  double seconds = 0;
  std::string error;  // what ended it early; empty: nothing
};

// Ends when the time is up, at the first finding where that is asked for, or when the last few rounds met nothing but forms that
// this run knows already. With an empty directory the same seed meets the same first finding, if the time lets it.
[[nodiscard]] FuzzResult run_fuzz_campaign(const RegisteredTarget& target, const FuzzOptions& options);

}  // namespace halflsb
