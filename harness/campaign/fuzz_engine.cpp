#include "harness/campaign/fuzz_engine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "harness/campaign/engine_log.h"
#include "harness/campaign/isolated_check.h"
#include "harness/finding/write_file.h"
#include "harness/isolate/pipe.h"
#include "harness/isolate/process_clock.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::vector<std::string> arguments_of(const EngineRun& run) {
  std::vector<std::string> arguments{
      run.executable,
      fmt::format("-max_total_time={}", std::max<std::int64_t>(1, std::llround(run.seconds))),
      fmt::format("-seed={}", run.seed % 0x7fffffff + 1),  // 0 means "from the clock"
      fmt::format("-artifact_prefix={}/", run.artifacts),
      // Its alarm would wake a kernel that sleeps, and counts the time that others have the processor: Watch is for that.
      "-timeout=0",
      "-reload=0",                   // nobody else adds to the corpus, and looking for that depends on the clock
      "-report_slow_units=1000000",  // it writes them beside the inputs that failed
      "-close_fd_mask=1",
      "-print_final_stats=1",
      "-max_len=65536",
      "-len_control=0",
  };
  if (run.merges) arguments.emplace_back("-set_cover_merge=1");
  arguments.insert(arguments.end(), run.corpus.begin(), run.corpus.end());
  return arguments;
}

[[noreturn]] void be_engine(const EngineRun& run, std::vector<std::string> arguments, const FlightRecord& record,
                            int output, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  if (run.merges) setpgid(0, 0);  // it starts processes of its own
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (dup2(nothing, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0) _exit(1);
  setenv("HALFLSB_FUZZ_TARGET", run.target.c_str(), 1);
  setenv("HALFLSB_FUZZ_FLIGHT", record.share().c_str(), 1);
  if (!run.plugin.empty()) setenv("HALFLSB_FUZZ_PLUGIN", run.plugin.c_str(), 1);
  if (run.plain_bytes) setenv("HALFLSB_FUZZ_PLAIN_BYTES", "1", 1);
  if (!run.counters) setenv("HALFLSB_FUZZ_NO_COUNTERS", "1", 1);
  if (!run.parameters.empty()) setenv("HALFLSB_FUZZ_PARAMETERS", run.parameters.c_str(), 1);
  if (run.safe) setenv("HALFLSB_FUZZ_SAFE", fmt::format("{}:{}", run.safe->lo, run.safe->hi).c_str(), 1);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  execv(pointers[0], pointers.data());
  _exit(1);
}

// The clock of one check of a kernel. It has twice the time of the check that is to confirm what this one finds.
class Watch {
 public:
  Watch(const FlightRecord& record, pid_t engine, const TimeLimit& limit)
      : record_(record), engine_(engine), limit_(limit), clock_(engine) {}

  [[nodiscard]] bool expired() {
    const std::uint64_t calls = record_.calls();
    if (calls != calls_ || !record_.in_kernel()) {
      calls_ = calls;
      clock_ = ProcessClock(engine_);
    }
    return clock_.passed(2 * limit_.cpu_seconds);
  }

 private:
  const FlightRecord& record_;
  pid_t engine_;
  TimeLimit limit_;
  std::uint64_t calls_ = 0;
  ProcessClock clock_;
};

// No more than a pipe holds, so that a kernel that never stops printing is not waited for.
std::string at_hand(int descriptor) {
  std::string text(1 << 16, '\0');
  const ssize_t got = read(descriptor, text.data(), text.size());
  text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return text;
}

std::set<std::string> files_in(const std::string& directory) {
  std::set<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) files.insert(entry.path().string());
  return files;
}

// Of an engine that could not write it itself.
std::string save_input(const FlightRecord& record, const std::string& directory) {
  const std::vector<std::uint8_t> input = record.input();
  std::string path;
  for (int number = 1; path.empty() || fs::exists(path); ++number) path = fmt::format("{}/lost-{}", directory, number);
  return write_file(path, std::string(input.begin(), input.end())) ? "" : path;
}

std::optional<Mismatch> mismatch_of(const FlightRecord& record, bool expired, int status) {
  if (auto failure = unpack(record.failure())) return failure;
  if (!record.in_kernel()) return std::nullopt;
  Ending ending;
  ending.how = expired ? Ending::How::stalled : Ending::How::died;
  ending.detail = expired               ? "no answer within the time limit"
                  : WIFSIGNALED(status) ? fmt::format("dies of signal {}", WTERMSIG(status))
                                        : "ends the process";
  return mismatch_of(ending);
}

}  // namespace

Result<std::string> engine_for(const std::string& kind) {
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path built = folder / "fuzz" / ("fuzz_" + kind);
  const fs::path installed = (folder / HALFLSB_INSTALLED_ENGINES / ("fuzz_" + kind)).lexically_normal();
  for (const fs::path& engine : {built, installed}) {
    if (!error && access(engine.c_str(), X_OK) == 0) return engine.string();
  }
  return Error{built.string() + " is not there: this build has no libFuzzer (expected Debian's libclang-rt-14-dev)"};
}

Result<EngineResult> run_engine(const EngineRun& run) {
  const std::set<std::string> before = files_in(run.artifacts);
  const FlightRecord record;
  Pipe output;
  const pid_t parent = getpid();
  const pid_t child = record.open() && output.open() ? fork() : -1;
  if (child < 0) return Error{"no process can be made for " + run.executable};
  if (child == 0) be_engine(run, arguments_of(run), record, output.write_end, parent);
  output.close_write();
  fcntl(output.read_end, F_SETFL, O_NONBLOCK);

  EngineLog log(run.log);
  Watch watch(record, child, run.limit);
  int status = 0;
  bool expired = false;
  const auto start = Clock::now();
  auto reported = start;
  for (bool ended = false; !ended;) {
    pollfd waited{output.read_end, POLLIN, 0};
    poll(&waited, 1, 20);
    if ((waited.revents & (POLLHUP | POLLIN)) == POLLHUP) poll(nullptr, 0, 1);  // it closed its output and goes on
    ended = waitpid(child, &status, WNOHANG) != 0;
    log.add(at_hand(output.read_end));
    if (run.progress && Clock::now() - reported > std::chrono::seconds(1)) {
      reported = Clock::now();
      run.progress({std::chrono::duration<double>(reported - start).count(), record.inputs(), record.closest()});
    }
    if (run.merges && !ended && !expired && Clock::now() - start > std::chrono::duration<double>(run.seconds)) {
      expired = true;
      kill(-child, SIGKILL);
    }
    if (!ended && !expired && watch.expired()) {
      expired = true;
      kill(child, SIGKILL);
    }
  }

  EngineResult result;
  result.executions = record.inputs();
  result.closest = record.closest();
  if (run.merges) return status == 0 ? Result<EngineResult>(result) : Error{run.log + ": the merge did not end well"};
  result.mismatch = mismatch_of(record, expired, status);
  for (const std::string& file : files_in(run.artifacts)) {
    if (!before.contains(file)) result.failing_input = file;
  }
  if (result.failing_input.empty() && result.mismatch) {
    result.failing_input = save_input(record, run.artifacts);
    if (result.failing_input.empty()) return Error{run.artifacts + ": cannot be written"};
  }
  if (result.failing_input.empty() && status != 0) {
    return Error{run.executable + " failed: " + log.last_line() + " (see " + run.log + ")"};
  }
  return result;
}

}  // namespace halflsb
