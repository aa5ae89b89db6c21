#include "harness/fuzz/kernel_signals.h"

#include "harness/check/fault.h"

namespace halflsb {
namespace {

constexpr std::array kSignals{SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};  // those of call_guarded()

int do_nothing(const void*) { return 0; }

}  // namespace

KernelSignals::Actions KernelSignals::in_force() {
  Actions actions{};
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], nullptr, &actions[i]);
  return actions;
}

void KernelSignals::install(const Actions& actions) {
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &actions[i], nullptr);
}

KernelSignals::KernelSignals() : outside_(in_force()) {
  int status = 0;
  static_cast<void>(call_guarded(do_nothing, nullptr, &status));  // the first call installs the handlers
  kernel_ = in_force();
  install(outside_);
}

}  // namespace halflsb
