// The answer of prove() by exhausting the range: out(N) of every single N from the scheme's own steps, its exact error, and whether
// a step overflows. Shares with the prover only what no sweep can show: overflow beyond the range (safe N and headroom).
#pragma once

#include <functional>

#include "harness/sweep/ledger.h"
#include "reference/bound/prove.h"

namespace halflsb {

// How the sums are done. automatic: the fastest that is proved exact for the question. The others are for tests.
enum class SweepPath { automatic, lanes64, scalar, unbounded };

class Sweep {
 public:
  explicit Sweep(Question question, SweepPath path = SweepPath::automatic, const Passes& passes = best_passes());

  [[nodiscard]] const Question& question() const { return question_; }
  [[nodiscard]] SweepPath path() const { return path_; }

  // [from, to] within the question's range.
  [[nodiscard]] Tally scan(const Interval& part) const;

  // The answer, from the tally of the whole range.
  [[nodiscard]] Proof proof(const Tally& whole) const;

  // The parts of [lo, hi] in one zone and on one side of 0, cut into runs of at most kLanes, outward from 0. Not for `unbounded`.
  using Visit = std::function<void(const SweepZone<Int128>& zone, Int128 from, std::size_t n)>;
  void each_run(Int128 lo, Int128 hi, const Visit& visit) const;

  // The nearest N of a run on which a step overflows.
  void keep_overflow(Int128 from, std::size_t n, std::optional<Int128>& nearest) const;

  [[nodiscard]] const Chain& chain() const { return *chain_; }  // not for `unbounded`
  [[nodiscard]] const Passes& passes() const { return *passes_; }
  [[nodiscard]] Int128 unit() const { return unit_; }          // not for `unbounded`
  [[nodiscard]] bool row_errors_fit(std::uint64_t top) const;  // may a RowLedger add up rows of this top?

 private:
  template <class Lane>
  void scan_rows(Int128 lo, Int128 hi, ErrorTally<Int128>& tally) const;
  void scan_values(Int128 lo, Int128 hi, ErrorTally<Int128>& tally) const;
  void scan_unbounded(const Interval& part, ErrorTally<Integer>& tally) const;

  Question question_;
  const Passes* passes_;
  std::vector<RealZone> zones_;
  std::vector<SweepZone<Int128>> narrow_zones_;
  std::optional<Chain> chain_;
  Int128 unit_ = 0;
  SweepPath path_;
};

[[nodiscard]] Tally in_integers(const ErrorTally<Int128>& error, const DifferenceTally<Int128>& difference = {});

}  // namespace halflsb
