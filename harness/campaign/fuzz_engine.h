// One run of a libFuzzer executable (see harness/fuzz/) on one target, as a process of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reference/exact/result.h"

namespace halflsb {

struct EngineRun {
  std::string executable;
  std::string target;
  std::string plugin;               // the shared library that has the target; empty where the executable does
  std::vector<std::string> corpus;  // directories: new inputs go into the first
  std::string artifacts;            // directory for the input that failed
  std::string log;                  // file for all that the engine prints
  std::uint64_t seed = 1;
  double seconds = 60;
  double time_limit = 2;  // seconds of one input
};

struct EngineResult {
  std::uint64_t executions = 0;
  std::string failing_input;  // a file; empty where nothing failed
};

// "<folder of this program>/fuzz/fuzz_<kind>"; an error where that was not built.
[[nodiscard]] Result<std::string> engine_for(const std::string& kind);

// An error where the engine could not be run, or ended without an input and not because its time was up.
[[nodiscard]] Result<EngineResult> run_engine(const EngineRun& run);

}  // namespace halflsb
