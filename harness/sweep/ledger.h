// Adds up the exact errors of outputs, value by value or a row at a time.
#pragma once

#include <vector>

#include "harness/sweep/chain.h"
#include "harness/sweep/tally.h"
#include "harness/sweep/zones.h"

namespace halflsb {

// One zone in a chosen integer type; Int128 where the sums over the whole question are proved to fit.
template <class Int>
struct SweepZone {
  Int lo, hi, slope, constant;
  bool unsaturated;
};

template <class Int>
class Ledger {
 public:
  Ledger(const Int& unit, ErrorTally<Int>& tally) : unit_(unit), half_(Int(unit / 2)), tally_(tally) {}

  void value(const SweepZone<Int>& zone, const Int& n, const Int& out);

 protected:
  void add_sums(const SweepZone<Int>& zone, const Int& count, const Int& sum, const Int& misrounded);

  Int unit_, half_;  // |e| > 1/2 where the scaled error's magnitude is above floor(unit / 2)
  ErrorTally<Int>& tally_;
};

// Do the errors of such rows fit 64 bits?
[[nodiscard]] bool rows_fit(Int128 unit, Int128 slope, std::uint64_t top);

template <class Lane>
class RowLedger : public Ledger<Int128> {
 public:
  RowLedger(Int128 unit, const Passes& passes, ErrorTally<Int128>& tally) : Ledger(unit, tally), passes_(passes) {}

  // The outputs of from, from + 1, ...; all of them in the zone, and on one side of 0. rows_fit().
  void row(const SweepZone<Int128>& zone, Int128 from, std::size_t n, const LaneRow<Lane>& row);

  // Finds the witnesses. The tally is complete only then.
  void finish();

 private:
  // A row that has the highest or lowest error so far. Its witness is looked for in the end, because the error of a wrong factor
  // grows from row to row.
  struct Candidate {
    Int128 from = 0, start = 0;
    std::size_t n = 0;
    std::uint64_t per_output = 0, per_step = 0;
    std::vector<Lane> x;
  };
  struct Side {
    int sign;
    bool any = false;
    Int128 value = 0;
    Candidate negative, positive;  // N; n = 0: none has this value
  };

  template <class Error>
  void settle(const SweepZone<Int128>& zone, Int128 from, std::size_t n, const LaneRow<Lane>& row,
              const ErrorTotals<Error>& totals);
  void offer(Side& side, Int128 value, const SweepZone<Int128>& zone, Int128 from, std::size_t n,
             const LaneRow<Lane>& row);

  const Passes& passes_;
  Side max_{1, false, 0, {}, {}}, min_{-1, false, 0, {}, {}};
};

}  // namespace halflsb
