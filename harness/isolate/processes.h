// A process that sleeps told apart from one that a busy machine keeps waiting.
#pragma once

#include <sys/types.h>

namespace halflsb {

// The process sleeps or is stopped: no processor would help it.
[[nodiscard]] bool is_asleep(pid_t process);

// How long it has waited for a processor in all; 0 where the system does not say.
[[nodiscard]] double seconds_in_queue(pid_t process);

}  // namespace halflsb
