#include "harness/campaign/fuzz_engine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

namespace halflsb {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> arguments_of(const EngineRun& run) {
  std::vector<std::string> arguments{
      run.executable,
      fmt::format("-max_total_time={}", std::max<std::int64_t>(1, std::llround(run.seconds))),
      fmt::format("-seed={}", run.seed % 0x7fffffff + 1),  // 0 means "from the clock"
      fmt::format("-artifact_prefix={}/", run.artifacts),
      fmt::format("-timeout={}", std::max<std::int64_t>(1, std::llround(std::ceil(run.time_limit)))),
      "-print_final_stats=1",
      "-max_len=65536",
      "-len_control=0",
  };
  arguments.insert(arguments.end(), run.corpus.begin(), run.corpus.end());
  return arguments;
}

[[noreturn]] void be_engine(const EngineRun& run, std::vector<std::string> arguments, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  const int log = open(run.log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (log < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(log, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0) _exit(1);
  setenv("HALFLSB_FUZZ_TARGET", run.target.c_str(), 1);
  if (!run.plugin.empty()) setenv("HALFLSB_FUZZ_PLUGIN", run.plugin.c_str(), 1);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  execv(pointers[0], pointers.data());
  _exit(1);
}

std::set<std::string> files_in(const std::string& directory) {
  std::set<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) files.insert(entry.path().string());
  return files;
}

// From the engine's own statistics; its last status line where it was killed before it could print them.
std::uint64_t executions_of(const std::string& log) {
  std::ifstream lines(log);
  std::uint64_t executions = 0;
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view kStatistic = "stat::number_of_executed_units:";
    const bool statistic = line.starts_with(kStatistic);
    if (!statistic && !line.starts_with('#')) continue;
    const std::uint64_t count = std::strtoull(line.c_str() + (statistic ? kStatistic.size() : 1), nullptr, 10);
    executions = std::max(executions, count);
  }
  return executions;
}

std::string last_line(const std::string& log) {
  std::ifstream lines(log);
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) last = line;
  }
  return last;
}

}  // namespace

Result<std::string> engine_for(const std::string& kind) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  const fs::path engine = self.parent_path() / "fuzz" / ("fuzz_" + kind);
  if (!error && access(engine.c_str(), X_OK) == 0) return engine.string();
  return Error{engine.string() + " is not there: this build has no libFuzzer (expected Debian's libclang-rt-14-dev)"};
}

Result<EngineResult> run_engine(const EngineRun& run) {
  const std::set<std::string> before = files_in(run.artifacts);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) return Error{"no process can be made for " + run.executable};
  if (child == 0) be_engine(run, arguments_of(run), parent);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  EngineResult result;
  result.executions = executions_of(run.log);
  for (const std::string& file : files_in(run.artifacts)) {
    if (!before.contains(file)) result.failing_input = file;
  }
  if (result.failing_input.empty() && status != 0) {
    return Error{run.executable + " failed: " + last_line(run.log) + " (see " + run.log + ")"};
  }
  return result;
}

}  // namespace halflsb
