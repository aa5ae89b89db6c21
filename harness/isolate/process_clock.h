// How long a process has been at something: a process that computes or sleeps told apart from one that a busy machine keeps waiting.
#pragma once

#include <sys/types.h>

namespace halflsb {

class ProcessClock {
 public:
  // Starts now.
  explicit ProcessClock(pid_t process);

  // The process used that much processor time, or spent it asleep or stopped, or is beyond what a busy machine explains
  // (TimeLimit::kWallFactor).
  [[nodiscard]] bool passed(double seconds) const;

 private:
  pid_t process_;
  double cpu_, wall_, queued_;
};

}  // namespace halflsb
