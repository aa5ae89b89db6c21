// What isolation has to know of processes and do to them: those that a kernel forked are found and ended, and one that sleeps is
// told apart from one that a busy machine keeps waiting.
#pragma once

#include <sys/types.h>

#include <set>

namespace halflsb {

// While it lives, processes whose parent dies become children of this one.
class Orphans {
 public:
  Orphans();
  // Ends every process that has become a child of this one since, and theirs.
  void end() const;

 private:
  std::set<pid_t> known_;
};

// The process sleeps or is stopped: no processor would help it.
[[nodiscard]] bool is_asleep(pid_t process);

// How long it has waited for a processor in all; 0 where the system does not say.
[[nodiscard]] double seconds_in_queue(pid_t process);

}  // namespace halflsb
