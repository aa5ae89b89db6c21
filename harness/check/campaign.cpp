#include "harness/check/campaign.h"

#include <algorithm>
#include <chrono>

#include "harness/check/domain.h"
#include "harness/generate/problems.h"

namespace halflsb {
namespace {

void count_outputs(Health& health, const Problem& problem, const Expected& expected) {
  const Requantization& rq = requantization_of(problem);
  for (const std::int32_t output : expected.output) {
    ++health.outputs;
    if (output == rq.output.lo || output == rq.output.hi) {
      ++health.at_rail;
    } else if (output == rq.zero_point) {
      ++health.equal_to_zero_point;
    }
  }
}

// Follows simpler problems that still fail, as long as there are any. Each step is checked again.
Finding shrink(Checker& checker, const halflsb_target& target, Finding finding) {
  constexpr int kMaxChecks = 5000;
  int checks = 0;
  for (bool progress = true; progress && checks < kMaxChecks;) {
    progress = false;
    for (Problem& candidate : simpler(finding.problem)) {
      if (++checks > kMaxChecks) break;
      Outcome outcome = checker.check(target, candidate);
      if (!outcome.mismatch || outcome.mismatch->reason != finding.mismatch.reason) continue;
      finding.problem = std::move(candidate);
      finding.mismatch = std::move(*outcome.mismatch);
      progress = true;
      break;
    }
  }
  return finding;
}

}  // namespace

bool Health::mistrusted() const { return outputs > 0 && (at_rail + equal_to_zero_point) * 100 > outputs * 98; }

CampaignResult run_campaign(const halflsb_target& target, std::uint64_t seed, std::uint64_t problems) {
  const auto start = std::chrono::steady_clock::now();
  CampaignResult result;
  if (!machine_supports(target)) {
    result.detail = "this machine lacks the instruction set";
    return result;
  }
  Checker checker;
  for (std::uint64_t index = 0; index < problems; ++index) {
    const Problem problem = some_problem(target, seed, index);
    const Expected expected = expect(problem);
    Outcome outcome = checker.check(target, problem, expected);
    if (outcome.verdict == Verdict::unsupported) {
      ++result.outside;
      result.detail = outcome.detail;
      continue;
    }
    ++result.problems;
    count_outputs(result.health, problem, expected);
    if (!outcome.mismatch) continue;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    result.verdict = outcome.verdict;
    result.finding = shrink(checker, target, {problem, std::move(*outcome.mismatch), seed, index + 1, elapsed.count()});
    return result;
  }
  if (result.problems > 0) result.verdict = result.health.mistrusted() ? Verdict::mistrusted : Verdict::pass;
  return result;
}

}  // namespace halflsb
