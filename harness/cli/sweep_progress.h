// A sweep's progress on standard error: one live line on a terminal, a plain line every few seconds elsewhere.
#pragma once

#include <chrono>

#include "reference/exact/integer.h"

namespace halflsb::cli {

class SweepProgress {
 public:
  explicit SweepProgress(const Integer& of);
  void show(const Integer& done);
  void finish();
  [[nodiscard]] double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;
  Integer of_;
  Integer at_start_;  // done already when the first part ended: a resumed sweep's rate leaves it out
  bool started_ = false, live_ = false;
  Clock::time_point start_, first_, shown_;
};

}  // namespace halflsb::cli
