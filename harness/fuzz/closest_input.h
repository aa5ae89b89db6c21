// How bad the scheme's answers are on the inputs so far: the largest error, and the overflow nearest to zero. For requantize inputs; one
// object follows one run of the engine.
#pragma once

#include "harness/campaign/flight_record.h"
#include "harness/check/expect.h"

namespace halflsb {

class ClosestInput {
 public:
  // `fixed`: all inputs have the same parameters, whatever these are; otherwise the comparable ones count (see parameter_score.h). `safe`:
  // "lo:hi", as HALFLSB_FUZZ_SAFE has it; null where no accumulators are known to be safe.
  ClosestInput(bool fixed, const char* safe);

  // True where the problem comes closer than those before it.
  [[nodiscard]] bool look(const Problem& problem, const Expected& expected);
  [[nodiscard]] const Closest& closest() const { return closest_; }

 private:
  Closest closest_;
  bool fixed_;
  long long safe_lo_ = 0, safe_hi_ = 0;
  bool watches_;  // after them: it is set by what reads them
};

}  // namespace halflsb
