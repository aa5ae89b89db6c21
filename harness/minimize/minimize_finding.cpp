#include <algorithm>
#include <cstdlib>

#include "harness/minimize/minimize.h"
#include "harness/minimize/smallest.h"

namespace halflsb {
namespace {

// The accumulator that matters: the one that is not 0, or where several are not, that of the output that is wrong.
std::size_t position_that_matters(const RequantizeProblem& problem, const Mismatch& mismatch) {
  const auto& all = problem.accumulators;
  const auto not_zero = [](std::int32_t accumulator) { return accumulator != 0; };
  if (std::count_if(all.begin(), all.end(), not_zero) == 1) {
    return static_cast<std::size_t>(std::find_if(all.begin(), all.end(), not_zero) - all.begin());
  }
  const auto where = static_cast<std::size_t>(mismatch.where[3]);
  return mismatch.has_output && where < all.size() ? where : 0;
}

struct Improved {
  std::optional<Finding> finding;  // with a smaller accumulator
  bool proved = false;             // no smaller one fails
};

Improved with_smallest(const halflsb_target& target, const Finding& finding, const Oracle& oracle) {
  const auto& problem = std::get<RequantizeProblem>(finding.problem);
  const std::size_t position = position_that_matters(problem, finding.mismatch);
  const std::int32_t current = problem.accumulators[position];
  if (current == 0) return {std::nullopt, true};
  const bool within = std::abs(std::int64_t{current}) <= kExhausted;
  const std::int32_t limit = within ? std::abs(current) : kExhausted;
  const Smallest smallest = smallest_failing(target, problem, position, finding.mismatch.reason, limit);
  if (!smallest.accumulator || *smallest.accumulator == current) return {std::nullopt, within && smallest.exhausted};
  Finding improved = finding;
  std::get<RequantizeProblem>(improved.problem).accumulators[position] = *smallest.accumulator;
  Outcome outcome = oracle(improved.problem);
  // Called in another way than check() does, the kernel may behave in another way too: then nothing is known.
  if (!outcome.mismatch || outcome.mismatch->reason != finding.mismatch.reason) return {};
  improved.mismatch = std::move(*outcome.mismatch);
  return {std::move(improved), smallest.exhausted};
}

}  // namespace

Finding minimize_finding(const halflsb_target& target, Finding finding, const Oracle& oracle,
                         const MinimizeLimits& limits) {
  while (true) {
    Minimized minimized = minimize(finding.problem, finding.mismatch, oracle, limits);
    finding.problem = std::move(minimized.problem);
    finding.mismatch = std::move(minimized.mismatch);
    finding.minimal = minimized.complete ? Minimal::local : Minimal::no;
    if (!std::holds_alternative<RequantizeProblem>(finding.problem)) return finding;
    Improved improved = with_smallest(target, finding, oracle);
    if (improved.proved) finding.minimal = Minimal::proved;
    if (!improved.finding) return finding;
    finding = *std::move(improved.finding);  // with which the parameters may be simpler still
    if (!minimized.complete) {
      finding.minimal = improved.proved ? Minimal::proved : Minimal::no;
      return finding;
    }
  }
}

}  // namespace halflsb
