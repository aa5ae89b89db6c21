#include "harness/isolate/bounded.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
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

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;  // no filter: all is allowed
#endif

#if defined(SYS_fork)
constexpr std::uint32_t kFork = SYS_fork, kVfork = SYS_vfork;
#else
constexpr std::uint32_t kFork = SYS_clone3, kVfork = SYS_clone3;  // an architecture without them
#endif

// The system calls that send a signal have to name this process, or its group, which it leads. Those that make a process fail;
// clone3() as if the system had none, upon which clone() makes threads.
void keep_inside() {
  constexpr auto kLoad = static_cast<std::uint16_t>(BPF_LD | BPF_W | BPF_ABS);
  constexpr auto kEqual = static_cast<std::uint16_t>(BPF_JMP | BPF_JEQ | BPF_K);
  constexpr auto kAnyBit = static_cast<std::uint16_t>(BPF_JMP | BPF_JSET | BPF_K);
  constexpr auto kReturn = static_cast<std::uint16_t>(BPF_RET | BPF_K);
  constexpr std::uint32_t kFirstArgument = offsetof(seccomp_data, args);  // its low half
  const auto self = static_cast<std::uint32_t>(getpid());
  sock_filter filter[] = {
      {kLoad, 0, 0, offsetof(seccomp_data, arch)},
      {kEqual, 0, 14, kArchitecture},
      {kLoad, 0, 0, offsetof(seccomp_data, nr)},
      {kEqual, 7, 0, SYS_kill},
      {kEqual, 6, 0, SYS_tgkill},
      {kEqual, 5, 0, SYS_rt_sigqueueinfo},
      {kEqual, 4, 0, SYS_rt_tgsigqueueinfo},
      {kEqual, 6, 0, SYS_clone},
      {kEqual, 8, 0, SYS_clone3},
      {kEqual, 8, 0, kFork},
      {kEqual, 7, 5, kVfork},
      {kLoad, 0, 0, kFirstArgument},  // 11: the process that a signal is for
      {kEqual, 3, 0, self},
      {kEqual, 2, 5, 0},
      {kLoad, 0, 0, kFirstArgument},  // 14: the flags of clone()
      {kAnyBit, 0, 2, CLONE_THREAD},
      {kReturn, 0, 0, SECCOMP_RET_ALLOW},
      {kReturn, 0, 0, SECCOMP_RET_ERRNO | ENOSYS},
      {kReturn, 0, 0, SECCOMP_RET_ERRNO | EAGAIN},
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
  keep_inside();
}

}  // namespace halflsb
