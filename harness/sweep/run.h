// Sweeps a range part by part, in several processes, with the state kept in a file so that a killed sweep goes on where it was.
#pragma once

#include "harness/sweep/measure.h"

namespace halflsb {

struct SweepRun {
  Interval range;
  std::uint64_t part = 0;  // accumulators of one part
  std::size_t jobs = 1;
  std::string question;    // names what is asked, for the state
  std::string state_file;  // empty: none
  std::function<void(const Integer& done)> progress = [](const Integer&) {};
};

// The tally of the whole range; or up to the first failure, which is then set. The error says what is wrong with the state file.
// The work runs in processes forked from this one.
[[nodiscard]] Result<Measured> run_sweep(const SweepRun& run,
                                         const std::function<Measured(const Interval& part)>& work);

// How many accumulators make a part of about a tenth of a second.
[[nodiscard]] std::uint64_t part_of(SweepPath path);
inline constexpr std::uint64_t kKernelPart = 1 << 23;

// prove(), and where that knows no proof a sweep by this process, if the range is of at most kMostSwept accumulators.
inline constexpr std::uint64_t kMostSwept = std::uint64_t{1} << 33;
[[nodiscard]] std::optional<Proof> prove_or_sweep(const Question& question);

}  // namespace halflsb
