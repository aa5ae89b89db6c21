// Every portable target keeps its contract, on problems drawn for it.
#include <gtest/gtest.h>

#include "harness/check/check.h"
#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/generate/problems.h"
#include "harness/problem/text.h"
#include "harness/tests/rapidcheck_problem.h"
#include "targets/seeded/base/float_scheme.h"

namespace halflsb {
namespace {

class KeepsContract : public testing::TestWithParam<std::string> {};

TEST_P(KeepsContract, OnDrawnProblems) {
  const halflsb_target& target = *find_target(GetParam())->target;
  if (!machine_supports(target)) GTEST_SKIP() << target.name << ": this machine lacks the instruction set";
  Checker checker;
  const bool holds = rc::check(target.name, [&] {
    const Problem problem = *any_problem(target);
    const Outcome outcome = checker.check(target, problem);
    RC_CLASSIFY(outcome.verdict == Verdict::unsupported, "outside the domain");
    if (outcome.mismatch) {
      RC_LOG() << name_of(outcome.mismatch->reason) << " " << outcome.mismatch->detail << ": want "
               << outcome.mismatch->want << " got " << outcome.mismatch->got << "\nhalflsb replay --target "
               << target.name << " '" << minimal_text(problem) << "'\n";
    }
    RC_ASSERT(!outcome.mismatch.has_value());
  });
  EXPECT_TRUE(holds);
}

std::vector<std::string> portable() {
  std::vector<std::string> names;
  for (const RegisteredTarget& target : registered_targets()) {
    if (target.origin == "portable") names.emplace_back(target.target->name);
  }
  return names;
}

// No portable kernel stands for these: the correct halves of seeded faults do.
TEST(SeededBases, OfFloatSchemesKeepTheirContracts) {
  using namespace seeded;
  const halflsb_target fp32 = requantize_fp32("fp32", nullptr, run_requantize<PlainRequantize<Fp32>>);
  const halflsb_target onednn = requantize_onednn("onednn", nullptr, run_requantize<PlainOnednn>);
  for (const halflsb_target& target : {fp32, onednn}) {
    Checker checker;
    for (std::uint64_t index = 0; index < 5000; ++index) {
      const Problem problem = some_problem(target, 1, index);
      const Outcome outcome = checker.check(target, problem);
      ASSERT_EQ(outcome.verdict, Verdict::pass) << target.name << ": " << minimal_text(problem) << outcome.detail;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Portable, KeepsContract, testing::ValuesIn(portable()),
                         [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace halflsb
