// One run of a libFuzzer executable (see harness/fuzz/) on one target, as a process of its own. It ends when its time is up or an
// input failed, whatever the kernel does: crash, exit, loop, sleep, with every signal blocked.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/campaign/flight_record.h"
#include "harness/check/check.h"
#include "harness/isolate/isolate.h"
#include "reference/exact/result.h"

namespace halflsb {

// The accumulators on which no register overflows.
struct SafeRange {
  std::int64_t lo, hi;
};

struct EngineProgress {
  double seconds = 0;  // of this run of the engine
  std::uint64_t executions = 0;
  Closest closest;
};

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
  bool counters = true;      // false: guided by code coverage alone
  std::string parameters;    // a requantize problem: every input has its parameters; empty: each its own
  std::optional<SafeRange> safe;
  bool merges = false;  // minimizes the corpora after the first into the first, instead of looking for more
  std::function<void(const EngineProgress&)> progress;  // called about once a second
};

struct EngineResult {
  std::uint64_t executions = 0;
  std::string failing_input;         // a file; empty where nothing failed
  std::optional<Mismatch> mismatch;  // how; empty where the engine itself gave up on the input: memory ran out
  Closest closest;
};

// "<folder of this program>/fuzz/fuzz_<kind>" as it is built, or where it is installed; an error where it is in neither place.
[[nodiscard]] Result<std::string> engine_for(const std::string& kind);

// An error where the engine could not be run, or ended without an input and not because its time was up.
[[nodiscard]] Result<EngineResult> run_engine(const EngineRun& run);

}  // namespace halflsb
