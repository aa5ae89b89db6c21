// One run of a libFuzzer executable (see harness/fuzz/) on one target, as a process of its own. It ends when its time is up or an
// input failed, whatever the kernel does: crash, exit, loop, sleep, with every signal blocked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/check/check.h"
#include "harness/isolate/isolate.h"
#include "reference/exact/result.h"

namespace halflsb {

struct EngineRun {
  std::string executable;
  std::string target;
  std::string plugin;               // the shared library that has the target; empty where the executable does
  std::vector<std::string> corpus;  // directories: new inputs go into the first
  std::string artifacts;            // directory for the input that failed
  std::string log;                  // file for what the engine prints, the middle of it left out where that is long
  std::uint64_t seed = 1;
  double seconds = 60;
  TimeLimit limit;           // of one input
  bool plain_bytes = false;  // with libFuzzer's own mutations of bytes alone
};

struct EngineResult {
  std::uint64_t executions = 0;
  std::string failing_input;         // a file; empty where nothing failed
  std::optional<Mismatch> mismatch;  // how; empty where the engine itself gave up on the input: memory ran out
};

// "<folder of this program>/fuzz/fuzz_<kind>" as it is built, or where it is installed; an error where it is in neither place.
[[nodiscard]] Result<std::string> engine_for(const std::string& kind);

// An error where the engine could not be run, or ended without an input and not because its time was up.
[[nodiscard]] Result<EngineResult> run_engine(const EngineRun& run);

}  // namespace halflsb
