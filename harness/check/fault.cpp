#include "harness/check/fault.h"

#include <array>
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

}  // namespace

std::optional<Fault> call_guarded(KernelCall kernel, const void* args, int* status) {
  static const bool installed = install_handlers();
  static_cast<void>(installed);
  if (sigsetjmp(t_return, 0) != 0) return t_fault;
  t_armed = 1;
  *status = kernel(args);
  t_armed = 0;
  return std::nullopt;
}

}  // namespace halflsb
