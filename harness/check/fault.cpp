#include "harness/check/fault.h"

#include <array>
#include <cfenv>
#include <csetjmp>
#include <csignal>

namespace halflsb {
namespace {

constexpr std::array kSignals{SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};

thread_local sigjmp_buf t_return;
thread_local volatile sig_atomic_t t_armed = 0;
thread_local Fault t_fault{};

void on_signal(int signal, siginfo_t* info, void*) {
  if (t_armed == 0) {  // not a kernel's fault: die as we would have without a handler
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return;
  }
  t_armed = 0;
  t_fault = {signal, signal == SIGSEGV || signal == SIGBUS ? info->si_addr : nullptr};
  siglongjmp(t_return, 1);
}

// Once per process. SA_NODEFER: the signal stays unblocked after siglongjmp, so that no call pays for saving the signal mask.
bool install_handlers() {
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  for (const int signal : kSignals) sigaction(signal, &action, nullptr);
  return true;
}

// A kernel may leave another rounding mode behind, or traps, which our own arithmetic does not expect.
class FloatingPoint {
 public:
  FloatingPoint() { std::fegetenv(&environment_); }
  ~FloatingPoint() { std::fesetenv(&environment_); }
  FloatingPoint(const FloatingPoint&) = delete;
  FloatingPoint& operator=(const FloatingPoint&) = delete;

 private:
  std::fenv_t environment_{};
};

}  // namespace

std::optional<Fault> call_guarded(KernelCall kernel, const void* args, int* status) {
  static const bool installed = install_handlers();
  static_cast<void>(installed);
  const FloatingPoint as_it_was;
  if (sigsetjmp(t_return, 0) != 0) return t_fault;
  t_armed = 1;
  try {
    *status = kernel(args);
  } catch (...) {
    t_armed = 0;
    return Fault{0, nullptr};
  }
  t_armed = 0;
  return std::nullopt;
}

}  // namespace halflsb
