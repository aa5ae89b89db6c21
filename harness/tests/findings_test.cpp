// Every line of harness/docs/findings.md that replays a finding still does, where the library is installed.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>

#include "harness/campaign/isolated_check.h"
#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/problem/text.h"

namespace halflsb {
namespace {

struct Line {
  std::string target, problem;
};

std::vector<Line> lines_of_the_document() {
  std::vector<Line> lines;
  std::ifstream document(HALFLSB_FINDINGS);
  const std::regex replay("    halflsb replay --target (\\S+) '([^']+)'");
  std::smatch match;
  for (std::string text; std::getline(document, text);) {
    if (std::regex_match(text, match, replay)) lines.push_back({match[1], match[2]});
  }
  return lines;
}

TEST(FindingsOfTheDocument, StillFail) {
  const auto lines = lines_of_the_document();
  ASSERT_GE(lines.size(), 5U);
  std::string absent;
  for (const Line& line : lines) {
    const RegisteredTarget* registered = find_target(line.target);
    if (registered == nullptr || !machine_supports(*registered->target)) {
      absent += " " + line.target;
      continue;
    }
    const auto problem = parse_problem(line.problem);
    ASSERT_TRUE(problem.ok()) << line.problem;
    ASSERT_EQ(outside_domain(*registered->target, *problem), "") << line.problem;
    // Each in a process of its own: oneDNN's instruction set is chosen once for a process.
    EXPECT_EQ(isolated_check(*registered->target, *problem, {}).verdict, Verdict::fail)
        << line.target << " " << line.problem;
  }
  if (!absent.empty()) GTEST_SKIP() << "absent:" << absent;
}

}  // namespace
}  // namespace halflsb
