// Runs a kernel so that a fault in it (bad address, illegal instruction, division by zero, abort, C++ exception) is a value and not our end.
// What the kernel held when it faulted is lost; the next call is not affected. The floating-point environment is restored.
#pragma once

#include <optional>

namespace halflsb {

struct Fault {
  int signal;           // SIGSEGV, SIGBUS, SIGILL, SIGFPE or SIGABRT; 0 for a C++ exception
  const void* address;  // of the bad access; null where there is none
};

using KernelCall = int (*)(const void* args);

// Calls kernel(args); its return value goes to *status unless it faults. Not reentrant within one thread.
[[nodiscard]] std::optional<Fault> call_guarded(KernelCall kernel, const void* args, int* status);

}  // namespace halflsb
