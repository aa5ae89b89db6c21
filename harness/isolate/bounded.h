// Bounds on what a process can do to the machine and to other processes.
#pragma once

#include <cstdint>

namespace halflsb {

// Of a process that runs a kernel: far more than any problem needs, and little enough for several side by side.
inline constexpr std::uint64_t kMostMemory = std::uint64_t{1} << 30;

// From here on this process gets no more than kMostMemory (not where AddressSanitizer is in this build: it maps far more), leaves
// no core file, can start threads but no process, and is ended by SIGSYS where it sends a signal to another process. Where the
// system has no filters of system calls, the last two do not hold.
void bound_process();

}  // namespace halflsb
