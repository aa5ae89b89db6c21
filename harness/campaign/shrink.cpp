#include "harness/campaign/shrink.h"

#include <algorithm>
#include <set>

#include "harness/campaign/isolated_check.h"
#include "harness/finding/json.h"
#include "harness/minimize/minimize.h"
#include "harness/problem/text.h"

namespace halflsb {
namespace {

// The exhaustive search for the smallest accumulator follows a check, and takes longer than one.
constexpr double kSearchFactor = 60;

// One process full of minimizing. It keeps the smallest finding so far, and beats with the candidate that it is at.
Ending minimize_isolated(const halflsb_target& target, const Finding& finding, const std::set<std::string>& banned,
                         const TimeLimit& limit) {
  return run_isolated(
      [&](Heartbeat& heartbeat) {
        Checker checker;
        const Oracle oracle = [&](const Problem& candidate) -> Outcome {
          const std::string text = minimal_text(candidate);
          if (banned.contains(text)) return {};
          heartbeat.beat(0, text);
          Outcome outcome = checker.check(target, candidate);
          heartbeat.extend(kSearchFactor);
          if (outcome.mismatch && outcome.mismatch->reason == finding.mismatch.reason) heartbeat.keep(text);
          return outcome;
        };
        return to_json(minimize_finding(target, finding, oracle)).dump();
      },
      limit);
}

// Each candidate in a process of its own: slow, and right for a target that keeps something from call to call.
Finding minimize_one_by_one(const halflsb_target& target, const Finding& finding, const TimeLimit& limit) {
  const Oracle oracle = [&](const Problem& candidate) { return isolated_check(target, candidate, limit); };
  return minimize_finding(target, finding, oracle, {.max_checks = 6000});
}

}  // namespace

Finding shrink(const halflsb_target& target, Finding finding, const TimeLimit& limit) {
  const Finding original = finding;
  const bool endless = finding.mismatch.reason == Reason::timeout;
  const int most_processes = endless ? 40 : 200;
  // Of candidates that never return each costs its whole limit; they are smaller than the finding, and the last one is checked.
  constexpr double kLeast = 0.05;
  const TimeLimit each{endless ? std::max(limit.cpu_seconds / 32, std::min(limit.cpu_seconds, kLeast))
                               : limit.cpu_seconds};
  std::set<std::string> banned;  // candidates that end the process in another way than the finding
  for (int i = 0; i < most_processes; ++i) {
    const Ending ending = minimize_isolated(target, finding, banned, each);
    if (ending.how == Ending::How::returned) {
      if (auto smallest = finding_from_json(Json::parse(ending.result, nullptr, false))) finding = *std::move(smallest);
      break;
    }
    Mismatch mismatch = mismatch_of(ending);
    const bool wanted = mismatch.reason == finding.mismatch.reason;
    if (!wanted) banned.insert(ending.text);
    if (auto next = parse_problem(wanted ? ending.text : ending.kept)) finding.problem = *std::move(next);
  }
  // What was accepted within a shorter limit, or in a process that had seen other candidates, counts only if it fails now.
  const Outcome outcome = isolated_check(target, finding.problem, limit);
  if (!outcome.mismatch || outcome.mismatch->reason != finding.mismatch.reason) {
    return endless ? original : minimize_one_by_one(target, original, limit);
  }
  finding.mismatch = *outcome.mismatch;
  return finding;
}

}  // namespace halflsb
