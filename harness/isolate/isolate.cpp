#include "harness/isolate/isolate.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <new>

#include "harness/isolate/bounded.h"
#include "harness/isolate/pipe.h"
#include "harness/isolate/process_clock.h"

namespace halflsb {

namespace {

constexpr std::size_t kMaxResult = 64 << 20;

template <std::size_t kMost>
struct SharedText {
  std::atomic<std::size_t> length{0};
  char text[kMost];

  // False, and empty, where it is too long.
  bool set(std::string_view value) {
    const std::size_t size = value.size() <= sizeof text ? value.size() : 0;
    std::memcpy(text, value.data(), size);
    length = size;
    return size == value.size();
  }
  // A kernel may have written over the length.
  [[nodiscard]] std::string get() const { return {text, std::min(length.load(), sizeof text)}; }
};

}  // namespace

struct Heartbeat::Shared {
  std::atomic<std::uint64_t> count{0};  // of beats
  std::atomic<std::uint64_t> mark{0};
  std::atomic<double> factor{1};
  SharedText<kMaxText> text, kept;
  // Here rather than through a pipe: a kernel may close every descriptor.
  SharedText<kMaxResult> result;
  std::atomic<bool> complete{false};
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

// The machine may be out of processes for a moment, which says nothing of the kernel.
pid_t patient_fork() {
  pid_t child = fork();
  for (int attempt = 0; child < 0 && attempt < 20; ++attempt) {
    poll(nullptr, 0, 50);
    child = fork();
  }
  return child;
}

bool has_ended(pid_t child) {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == child;
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
    void* memory = mmap(nullptr, sizeof(Heartbeat::Shared), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory != MAP_FAILED) shared_ = new (memory) Heartbeat::Shared;
  }
  ~Isolation() {
    if (shared_ != nullptr) munmap(shared_, sizeof(Heartbeat::Shared));
  }
  Isolation(const Isolation&) = delete;
  Isolation& operator=(const Isolation&) = delete;

  Ending run(const IsolatedWork& work, const TimeLimit& limit) {
    std::signal(SIGCHLD, SIG_DFL);  // where it is ignored, as some parents leave it, children cannot be waited for
    const pid_t parent = getpid();
    const pid_t child = shared_ != nullptr && errors_.open() ? patient_fork() : -1;
    Ending ending;
    if (child < 0) {
      ending.how = Ending::How::died;
      ending.detail = "no process of its own can be made for it";
      return ending;
    }
    if (child == 0) be_child(work, parent);
    setpgid(child, child);
    errors_.close_write();
    fcntl(errors_.read_end, F_SETFL, O_NONBLOCK);
    std::string errors;
    const bool ended = wait_for_end(child, limit, errors);
    kill(-child, SIGKILL);  // with all that it forked, where the system let it
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ending.mark = shared_->mark;
    ending.text = shared_->text.get();
    ending.kept = shared_->kept.get();
    if (!ended) {
      ending.how = Ending::How::stalled;
      ending.detail = "no answer within the time limit";
    } else if (shared_->complete) {
      ending.result = shared_->result.get();
    } else {
      ending.how = Ending::How::died;
      ending.detail = WIFSIGNALED(status) ? "dies of signal " + std::to_string(WTERMSIG(status))
                                          : "exits with status " + std::to_string(WEXITSTATUS(status));
      if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) ending.detail += ": it may not signal other processes";
      ending.detail += error_line(errors);
    }
    return ending;
  }

 private:
  [[noreturn]] void be_child(const IsolatedWork& work, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);  // it died before the line above
    setpgid(0, 0);
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    dup2(errors_.write_end, STDERR_FILENO);
    bound_process();
    Heartbeat heartbeat(shared_);
    try {
      const std::string result = work(heartbeat);
      shared_->complete = shared_->result.set(result);
    } catch (const std::bad_alloc&) {
      write_all(STDERR_FILENO, "*** out of memory\n");
      _exit(1);
    }
    _exit(0);
  }

  // Until the child has ended; false where it passed the limit.
  bool wait_for_end(pid_t child, const TimeLimit& limit, std::string& errors) {
    constexpr std::size_t kMostErrors = 1 << 16;
    const Descriptor end(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
    std::array<pollfd, 2> waited{pollfd{end.number, POLLIN, 0}, pollfd{errors_.read_end, POLLIN, 0}};
    ProcessClock clock(child);
    std::uint64_t seen = 0;
    while (true) {
      poll(waited.data(), waited.size(), end.number >= 0 ? 20 : 1);
      if (!drain(errors_.read_end, errors, kMostErrors)) waited[1].fd = -1;  // nobody can write to it any more
      if (has_ended(child)) return true;
      if (const std::uint64_t count = shared_->count; count != seen) {
        seen = count;
        clock = ProcessClock(child);
      } else if (clock.passed(limit.cpu_seconds * shared_->factor)) {
        return false;
      }
    }
  }

  Heartbeat::Shared* shared_ = nullptr;
  Pipe errors_;
};

Ending run_isolated(const IsolatedWork& work, const TimeLimit& limit) { return Isolation().run(work, limit); }

}  // namespace halflsb
