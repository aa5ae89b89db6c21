// Every finding in corpus/regressions: a target that is expected to pass stays fixed; a fault that was seeded is still found, and
// the kernels it should have been give the wanted answer.
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/campaign/isolated_check.h"
#include "harness/check/registry.h"
#include "harness/check/sanitized.h"
#include "harness/finding/files.h"

namespace halflsb {
namespace {

const std::vector<Finding>& findings() {
  static const std::vector<Finding> loaded = [] {
    auto found = load_findings("corpus/regressions");
    if (!found) ADD_FAILURE() << found.error().message;
    return found ? *std::move(found) : std::vector<Finding>{};
  }();
  return loaded;
}

TEST(Regressions, StayFixedOrKnown) {
  const TimeLimit limit{2};
  std::size_t known = 0;
  for (const Finding& finding : findings()) {
    const RegisteredTarget* target = find_target(finding.target);
    ASSERT_NE(target, nullptr) << finding.target;
    const Outcome outcome = isolated_check(*target->target, finding.problem, limit);
    if (target->expected_to_pass()) {
      EXPECT_EQ(outcome.verdict, Verdict::pass) << "this bug is back: " << stem_of(finding);
      continue;
    }
    ++known;
    ASSERT_TRUE(outcome.mismatch.has_value()) << "this seeded fault is not found any more: " << stem_of(finding);
    if (!kSanitized) {
      EXPECT_EQ(name_of(outcome.mismatch->reason), name_of(finding.mismatch.reason)) << stem_of(finding);
    }
    for (const RegisteredTarget& correct : correct_counterparts(*target->target)) {
      const Verdict verdict = isolated_check(*correct.target, finding.problem, limit).verdict;
      EXPECT_TRUE(verdict == Verdict::pass || verdict == Verdict::unsupported)
          << correct.target->name << " on " << stem_of(finding);
    }
  }
  std::printf("%zu findings: %zu known faults, %zu that stay fixed\n", findings().size(), known,
              findings().size() - known);
}

// A fault without a finding here would be looked for anew by every run.
TEST(Regressions, CoverEverySeededFault) {
  for (const RegisteredTarget& target : registered_targets()) {
    if (target.origin != "seeded") continue;
    const auto is_its = [&](const Finding& finding) { return finding.target == target.target->name; };
    EXPECT_TRUE(std::any_of(findings().begin(), findings().end(), is_its)) << target.target->name;
  }
}

}  // namespace
}  // namespace halflsb
