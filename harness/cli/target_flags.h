// The flags that select targets, and those of how they are run: one set for check, fuzz, minimize and replay.
#pragma once

#include <string>
#include <vector>

#include "harness/check/registry.h"
#include "harness/cli/command.h"
#include "harness/finding/known.h"
#include "harness/isolate/isolate.h"

namespace halflsb::cli {

struct PluginFlags {
  std::vector<std::string> files;
  void add_to(CommandLine& app);
  // Loads them all.
  [[nodiscard]] std::optional<Error> load() const;
};

struct TargetFlags {
  std::vector<std::string> names;
  PluginFlags plugins;
  bool all = false;
  std::string origin, kind;

  void add_to(CommandLine& app);
  [[nodiscard]] bool by_name() const { return !names.empty(); }
  [[nodiscard]] bool of_a_set() const { return all || !origin.empty() || !kind.empty(); }
  [[nodiscard]] bool given() const { return by_name() || of_a_set() || !plugins.files.empty(); }
  // Those named; else the set: --all, --origin and --kind, or the plug-ins' own targets. Loads the plug-ins.
  [[nodiscard]] Result<std::vector<RegisteredTarget>> selected() const;
};

[[nodiscard]] Result<RegisteredTarget> target_named(const std::string& name);

// Kept by the project: ctest replays what lies there.
inline constexpr const char* kRegressions = "corpus/regressions";

// --known
struct KnownFlag {
  std::vector<std::string> paths;
  void add_to(CommandLine& app);
  // What was given; else those of the project, where the program runs in its source tree.
  [[nodiscard]] Result<KnownFindings> get() const;
};

// --jobs: the number of cores where it is not given. `what` runs side by side.
struct JobsFlag {
  std::string jobs;
  void add_to(CommandLine& app, const std::string& what);
  [[nodiscard]] Result<std::uint64_t> get() const;
};

// --time-limit: seconds of processor time, up to an hour.
struct TimeLimitFlag {
  std::string seconds = "2";
  void add_to(CommandLine& app);
  [[nodiscard]] Result<TimeLimit> get() const;
};

// A span of time: 90, 90s, 15m, 8h; at most 30 days.
[[nodiscard]] Result<double> parse_seconds(const std::string& text);

// --seed and other counts; the error names the flag.
[[nodiscard]] Result<std::uint64_t> parse_count(const std::string& flag, const std::string& text, std::uint64_t least,
                                                std::uint64_t most);

}  // namespace halflsb::cli
