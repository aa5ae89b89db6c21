#include "harness/isolate/isolate.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>

#include "harness/isolate/pipe.h"

namespace halflsb {

namespace {

struct SharedText {
  std::atomic<std::size_t> length{0};
  char text[Heartbeat::kMaxText];

  void set(std::string_view value) {
    const std::size_t size = value.size() <= sizeof text ? value.size() : 0;
    std::memcpy(text, value.data(), size);
    length = size;
  }
  [[nodiscard]] std::string get() const { return {text, length}; }
};

}  // namespace

struct Heartbeat::Shared {
  std::atomic<std::uint64_t> count{0};  // of beats
  std::atomic<std::uint64_t> mark{0};
  std::atomic<double> factor{1};
  SharedText text, kept;
};

void Heartbeat::beat(std::uint64_t mark) {
  shared_->mark = mark;
  shared_->factor = 1;
  ++shared_->count;
}

void Heartbeat::beat(std::uint64_t mark, std::string_view text) {
  shared_->text.set(text);
  beat(mark);
}

void Heartbeat::keep(std::string_view text) { shared_->kept.set(text); }

void Heartbeat::extend(double factor) {
  shared_->factor = factor;
  ++shared_->count;
}

namespace {

double seconds_of(const timespec& time) {
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double clock_seconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return seconds_of(now);
}

// The processor time that the child has used.
double cpu_seconds_of(pid_t child) {
  clockid_t clock{};
  return clock_getcpuclockid(child, &clock) == 0 ? clock_seconds(clock) : 0.0;
}

// The first line of a sanitizer's or the runtime's report.
std::string error_line(const std::string& output) {
  for (const char* phrase : {"runtime error:", "ERROR: AddressSanitizer", "terminate called", "***", "Assertion"}) {
    const std::size_t at = output.find(phrase);
    if (at == std::string::npos) continue;
    const std::size_t end = std::min(output.find('\n', at), at + 160);
    return ": " + output.substr(at, end == std::string::npos ? end : end - at);
  }
  return "";
}

}  // namespace

class Isolation {
 public:
  Isolation() {
    void* memory =
        mmap(nullptr, sizeof(Heartbeat::Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory != MAP_FAILED) shared_ = new (memory) Heartbeat::Shared;
  }
  ~Isolation() {
    if (shared_ != nullptr) munmap(shared_, sizeof(Heartbeat::Shared));
  }
  Isolation(const Isolation&) = delete;
  Isolation& operator=(const Isolation&) = delete;

  Ending run(const IsolatedWork& work, const TimeLimit& limit) {
    const pid_t parent = getpid();
    const pid_t child = shared_ != nullptr && results_.open() && errors_.open() ? fork() : -1;
    Ending ending;
    if (child < 0) {
      ending.how = Ending::How::died;
      ending.detail = "no process of its own can be made for it";
      return ending;
    }
    if (child == 0) be_child(work, parent);
    results_.close_write();
    errors_.close_write();
    fcntl(results_.read_end, F_SETFL, O_NONBLOCK);
    fcntl(errors_.read_end, F_SETFL, O_NONBLOCK);
    std::string errors;
    if (!wait_for_result(child, limit, ending.result, errors)) {
      ending.how = Ending::How::stalled;
      ending.detail = "no answer within the time limit";
      kill(child, SIGKILL);
    }
    const int status = reap(child, limit);
    ending.mark = shared_->mark;
    ending.text = shared_->text.get();
    ending.kept = shared_->kept.get();
    if (ending.how == Ending::How::stalled) return ending;
    if (take_complete(ending.result)) return ending;
    ending.how = Ending::How::died;
    ending.detail = WIFSIGNALED(status) ? "dies of signal " + std::to_string(WTERMSIG(status))
                                        : "exits with status " + std::to_string(WEXITSTATUS(status));
    ending.detail += error_line(errors);
    return ending;
  }

 private:
  [[noreturn]] void be_child(const IsolatedWork& work, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);  // it died before the line above
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    dup2(errors_.write_end, STDERR_FILENO);
    Heartbeat heartbeat(shared_);
    const std::string result = work(heartbeat);
    const bool written = write_all(results_.write_end, result + kComplete);
    _exit(written ? 0 : 1);
  }

  // Reads until the child has ended; false where it passed the limit.
  bool wait_for_result(pid_t child, const TimeLimit& limit, std::string& result, std::string& errors) {
    constexpr std::size_t kMostErrors = 1 << 16;
    std::uint64_t seen = 0;
    double cpu = 0;
    double wall = clock_seconds(CLOCK_MONOTONIC);
    bool more = true;
    while (more) {
      std::array<pollfd, 2> waited{pollfd{results_.read_end, POLLIN, 0}, pollfd{errors_.read_end, POLLIN, 0}};
      poll(waited.data(), waited.size(), 20);
      more = drain(results_.read_end, result, std::string::npos);
      if (!drain(errors_.read_end, errors, kMostErrors) && more) poll(nullptr, 0, 1);
      const double cpu_now = cpu_seconds_of(child);
      const double wall_now = clock_seconds(CLOCK_MONOTONIC);
      if (const std::uint64_t count = shared_->count; count != seen) {
        seen = count;
        cpu = cpu_now;
        wall = wall_now;
      }
      const double most = limit.cpu_seconds * shared_->factor;
      if (more && (cpu_now - cpu > most || wall_now - wall > most * TimeLimit::kWallFactor)) return false;
    }
    return true;
  }

  // A child that closed its pipes and goes on is ended.
  static int reap(pid_t child, const TimeLimit& limit) {
    const double start = clock_seconds(CLOCK_MONOTONIC);
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0) {
      if (clock_seconds(CLOCK_MONOTONIC) - start > limit.cpu_seconds) kill(child, SIGKILL);
      poll(nullptr, 0, 1);
    }
    return status;
  }

  Heartbeat::Shared* shared_ = nullptr;
  Pipe results_, errors_;
};

Ending run_isolated(const IsolatedWork& work, const TimeLimit& limit) { return Isolation().run(work, limit); }

}  // namespace halflsb
