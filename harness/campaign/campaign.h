// A property run: many problems drawn for one target, each checked; the first failure is confirmed, minimized and kept. The target
// runs in processes of its own. The same target, seed and number of problems give the same result.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>

#include "harness/finding/finding.h"
#include "harness/generate/health.h"
#include "harness/isolate/isolate.h"

namespace halflsb {

// The index-th problem of a run: the same index gives the same problem.
using ProblemSource = std::function<Problem(std::uint64_t index)>;

struct CampaignOptions {
  std::uint64_t seed = 1;
  std::uint64_t problems = 20000;
  TimeLimit limit;                                           // of one problem
  double seconds = std::numeric_limits<double>::infinity();  // of the search; minimizing comes on top
  ProblemSource source{};                                    // empty: some_problem() with the seed
  bool minimize = true;                                      // false: the finding is as it was met, unconfirmed
};

struct CampaignResult {
  Verdict verdict = Verdict::unsupported;
  std::uint64_t problems = 0;  // in the domain, checked
  std::uint64_t outside = 0;   // drawn outside the domain, passed over
  Health health;
  std::optional<Finding> finding;
  std::string detail;  // why unsupported
  double seconds = 0;  // of the search, without what follows a failure
};

[[nodiscard]] CampaignResult run_campaign(const halflsb_target& target, const CampaignOptions& options);

// A failure that some engine met, as a finding: checked again in a fresh process, then minimized. What a fresh process does not
// show stays as it is, and a wrong answer among it is nondeterministic.
[[nodiscard]] Finding confirm(const halflsb_target& target, Finding finding, const TimeLimit& limit);

}  // namespace halflsb
