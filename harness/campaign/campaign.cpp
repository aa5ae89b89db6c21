#include "harness/campaign/campaign.h"

#include <algorithm>
#include <chrono>

#include "harness/campaign/isolated_check.h"
#include "harness/campaign/result_json.h"
#include "harness/campaign/seconds_since.h"
#include "harness/campaign/shrink.h"
#include "harness/check/domain.h"
#include "harness/generate/problems.h"

namespace halflsb {
namespace {

bool in_domain(const halflsb_target& target, const Problem& problem) {
  return outside_domain(target, problem).empty() && expect(problem).accumulators_fit;
}

Problem problem_of(const halflsb_target& target, const CampaignOptions& options, std::uint64_t index) {
  return options.source ? options.source(index) : some_problem(target, options.seed, index);
}

// In the child: draws until something fails or the time is up.
CampaignResult search(const halflsb_target& target, const CampaignOptions& options, Heartbeat& heartbeat) {
  CampaignResult result;
  Checker checker;
  const auto start = std::chrono::steady_clock::now();
  for (std::uint64_t index = 0; index < options.problems && seconds_since(start) < options.seconds; ++index) {
    heartbeat.beat(index);
    const Problem problem = problem_of(target, options, index);
    const Expected expected = expect(problem);
    Outcome outcome = checker.check(target, problem, expected);
    if (outcome.verdict == Verdict::unsupported) {
      ++result.outside;
      result.detail = outcome.detail;
      continue;
    }
    ++result.problems;
    result.health.count(problem, expected);
    if (!outcome.mismatch) continue;
    result.verdict = outcome.verdict;
    result.finding = Finding{target.name, problem, *std::move(outcome.mismatch), {}, Minimal::no};
    result.finding->found_by.problems = index + 1;
    return result;
  }
  if (result.problems > 0) result.verdict = result.health.mistrusted() ? Verdict::mistrusted : Verdict::pass;
  return result;
}

// The child did not return: what it was at is the finding.
CampaignResult ended_at(const halflsb_target& target, const CampaignOptions& options, const Ending& ending) {
  CampaignResult result;
  const std::uint64_t last = std::min(ending.mark, options.problems - 1);  // a kernel may have written over the mark
  for (std::uint64_t index = 0; index <= last; ++index) {
    ++(in_domain(target, problem_of(target, options, index)) ? result.problems : result.outside);
  }
  Mismatch mismatch = mismatch_of(ending);
  result.verdict = verdict_of(mismatch.reason);
  const Problem problem = problem_of(target, options, last);
  result.finding = Finding{target.name, problem, std::move(mismatch), {}, Minimal::no};
  result.finding->found_by.problems = last + 1;
  return result;
}

// A target that keeps something from call to call failed on what a fresh process gets right. A problem that fails on its own is
// worth more: it can be replayed. Tries the first problems again, each in a process of its own.
std::optional<Finding> find_repeatable(const halflsb_target& target, const CampaignOptions& options) {
  constexpr std::uint64_t kMost = 500;
  for (std::uint64_t index = 0; index < std::min(kMost, options.problems); ++index) {
    const Problem problem = problem_of(target, options, index);
    Outcome outcome = isolated_check(target, problem, options.limit);
    if (!outcome.mismatch) continue;
    Finding finding{target.name, problem, *std::move(outcome.mismatch), {}, Minimal::no};
    finding.found_by.problems = index + 1;
    return finding;
  }
  return std::nullopt;
}

// With what a fresh process said of it.
Finding settled(const halflsb_target& target, Finding finding, const Outcome& again, const TimeLimit& limit) {
  if (again.mismatch) {
    finding.mismatch = *again.mismatch;
    return shrink(target, std::move(finding), limit);
  }
  const Reason reason = finding.mismatch.reason;
  finding.mismatch.detail += finding.mismatch.detail.empty() ? "" : "; ";
  finding.mismatch.detail += "only after other calls: a fresh process gives the wanted answer";
  if (reason != Reason::crash && reason != Reason::timeout) finding.mismatch.reason = Reason::nondeterministic;
  return finding;
}

}  // namespace

Finding confirm(const halflsb_target& target, Finding finding, const TimeLimit& limit) {
  const Outcome again = isolated_check(target, finding.problem, limit);
  return settled(target, std::move(finding), again, limit);
}

CampaignResult run_campaign(const halflsb_target& target, const CampaignOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  CampaignResult result;
  if (!machine_supports(target)) {
    result.detail = "this machine lacks the instruction set";
    return result;
  }
  const Ending ending = run_isolated(
      [&](Heartbeat& heartbeat) { return to_json(search(target, options, heartbeat)).dump(); }, options.limit);
  result = ending.how == Ending::How::returned ? campaign_result_from_json(ending.result)
                                               : ended_at(target, options, ending);
  result.seconds = seconds_since(start);
  if (!result.finding || !options.minimize) return result;
  Outcome again = isolated_check(target, result.finding->problem, options.limit);
  if (!again.mismatch) {
    if (auto repeatable = find_repeatable(target, options)) {
      result.problems = std::max(result.problems, repeatable->found_by.problems);
      again.mismatch = repeatable->mismatch;
      result.finding = std::move(repeatable);
      result.seconds = seconds_since(start);
    }
  }
  result.finding->found_by = {"property", options.seed, result.finding->found_by.problems, result.seconds};
  result.finding = settled(target, *std::move(result.finding), again, options.limit);
  result.verdict = verdict_of(result.finding->mismatch.reason);
  return result;
}

}  // namespace halflsb
