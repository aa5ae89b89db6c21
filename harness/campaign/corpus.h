// A fuzzer's corpus on disk.
#pragma once

#include <string>
#include <vector>

#include "harness/campaign/fuzz_engine.h"
#include "reference/exact/result.h"

namespace halflsb {

inline constexpr std::size_t kMostInputBytes = std::size_t{1} << 24;

// By name.
[[nodiscard]] Result<std::vector<std::string>> regular_files(const std::string& directory);

[[nodiscard]] std::uint64_t count_files(const std::string& directory);

// Removes every copy of a file's bytes.
void remove_copies(const std::string& directory, const std::string& file);

// Leaves of run.corpus[0] the smallest inputs that show as much: libFuzzer's minimizing merge. Where that does not end well and in time the
// corpus stays as it was. No input is lost whenever this process is killed: recover_corpus() puts back what stood in between.
[[nodiscard]] bool minimize_corpus(const EngineRun& run, double seconds);
void recover_corpus(const std::string& directory);

}  // namespace halflsb
