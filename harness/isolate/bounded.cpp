#include "harness/isolate/bounded.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "harness/check/sanitized.h"

namespace halflsb {
namespace {

constexpr rlim_t kMostStack = 64 << 20;  // "unlimited" would let a recursion without end take all memory

void lower(__rlimit_resource resource, rlim_t most) {
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0) return;
  limit.rlim_cur = std::min(limit.rlim_cur, most);
  limit.rlim_max = limit.rlim_cur;
  setrlimit(resource, &limit);
}

// A filter of system calls: those that send a signal have to name this process, or its group, which it leads. Where the system
// has no such filters, nothing is lost but this protection.
void keep_signals_inside() {
#if defined(__x86_64__)
  constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
  constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
  constexpr std::uint32_t kArchitecture = 0;
#endif
  const auto self = static_cast<std::uint32_t>(getpid());
  constexpr auto kLoad = static_cast<std::uint16_t>(BPF_LD | BPF_W | BPF_ABS);
  constexpr auto kEqual = static_cast<std::uint16_t>(BPF_JMP | BPF_JEQ | BPF_K);
  constexpr auto kReturn = static_cast<std::uint16_t>(BPF_RET | BPF_K);
  sock_filter filter[] = {
      {kLoad, 0, 0, offsetof(seccomp_data, arch)},
      {kEqual, 0, 8, kArchitecture},
      {kLoad, 0, 0, offsetof(seccomp_data, nr)},
      {kEqual, 3, 0, SYS_kill},
      {kEqual, 2, 0, SYS_tgkill},
      {kEqual, 1, 0, SYS_rt_sigqueueinfo},
      {kEqual, 0, 3, SYS_rt_tgsigqueueinfo},
      {kLoad, 0, 0, offsetof(seccomp_data, args)},  // the low half of the first argument: the process
      {kEqual, 1, 0, self},
      {kEqual, 0, 1, 0},
      {kReturn, 0, 0, SECCOMP_RET_ALLOW},
      {kReturn, 0, 0, SECCOMP_RET_KILL_PROCESS},
  };
  const sock_fprog program{static_cast<std::uint16_t>(std::size(filter)), filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

}  // namespace

void bound_process() {
  lower(RLIMIT_CORE, 0);
  lower(RLIMIT_STACK, kMostStack);
  if (!kSanitized) lower(RLIMIT_DATA, kMostMemory);
  keep_signals_inside();
}

}  // namespace halflsb
