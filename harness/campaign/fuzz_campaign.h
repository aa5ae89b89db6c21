// A time-boxed fuzz campaign on one target: rounds of the engine, each failing input confirmed, minimized and told apart from those
// before it by its minimized form. What the kernel does to its process does not end the campaign. A later run with the same directory goes
// on: it knows the findings there, looks at inputs that a killed run left behind, and adds to the totals.
#pragma once

#include <string>
#include <vector>

#include "harness/campaign/parameter_score.h"
#include "harness/check/registry.h"
#include "harness/finding/finding.h"
#include "harness/isolate/isolate.h"

namespace halflsb {

struct FuzzOptions {
  double seconds = 60;  // the minimizing of a last finding, and of the corpus, comes on top
  std::uint64_t seed = 1;
  std::string
      directory;  // corpus/<target>/, artifacts/<target>/, status/, logs/ and findings/: a later run goes on from there
  std::string seeds;  // a directory of inputs to start from; empty: none
  TimeLimit limit;
  bool stop_at_first = false;
  bool plain_bytes = false;                    // see EngineRun
  bool counters = true;                        // see EngineRun
  bool tidy = true;                            // minimize the corpus at the end
  std::optional<Requantization> parameters{};  // of every input: what is looked for is the worst accumulator
};

struct FuzzResult {
  std::uint64_t executions = 0;
  std::uint64_t rounds = 0;
  std::uint64_t repeated = 0;      // failing inputs whose minimized form was known in this directory
  std::uint64_t unconfirmed = 0;   // inputs on which the engine gave up, and that pass when they are checked again
  std::vector<Finding> findings;   // those that earlier runs left in the directory first
  std::vector<std::string> files;  // of the findings, in their order
  double seconds = 0;
  std::string error;                    // what ended it early; empty: nothing
  std::vector<std::string> unreadable;  // findings in the directory that are none
  std::vector<Json> scores;  // see to_json(ParameterScore): of `parameters`, else of the corpus; the worst first
};

// Ends when the time is up, at the first finding where that is asked for, or when the last few rounds met nothing but forms that
// are known already. With an empty directory the same seed meets the same first finding, if the time lets it.
[[nodiscard]] FuzzResult run_fuzz_campaign(const RegisteredTarget& target, const FuzzOptions& options);

}  // namespace halflsb
