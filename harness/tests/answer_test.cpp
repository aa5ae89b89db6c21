// The lines that programs elsewhere print, and what becomes of the answers in them.
#include "harness/exchange/answer.h"

#include <gtest/gtest.h>

#include "harness/check/domain.h"
#include "harness/exchange/described.h"
#include "harness/exchange/problem_line.h"
#include "harness/exchange/verifier.h"
#include "harness/finding/json.h"
#include "harness/generate/problems.h"

namespace halflsb {
namespace {

std::string refusal(std::string_view answer, std::size_t count) {
  const auto parsed = parse_answer(answer, count);
  return parsed ? "" : parsed.error().message;
}

TEST(Answer, IsOutputsOrUnsupported) {
  EXPECT_EQ(parse_answer("1,-2,300", 3)->outputs, (std::vector<std::int64_t>{1, -2, 300}));
  EXPECT_EQ(parse_answer(" 1, -2 ,3\r", 3)->outputs, (std::vector<std::int64_t>{1, -2, 3}));
  EXPECT_EQ(parse_answer("9223372036854775807", 1)->outputs.front(), INT64_MAX);
  EXPECT_TRUE(parse_answer(" unsupported\r", 3)->unsupported);
}

TEST(Answer, ElseSaysWhatWasExpected) {
  EXPECT_EQ(refusal("", 2), "the answer is empty (expected 2 outputs, or `unsupported`)");
  EXPECT_EQ(refusal("1", 2), "the answer has 1 output (expected 2 outputs)");
  EXPECT_EQ(refusal("1,2,", 2), "output 2: '' is not an integer (expected 2 outputs, separated by commas)");
  EXPECT_EQ(refusal("1 2", 2), "output 0: '1 2' is not an integer (expected 2 outputs, separated by commas)");
  EXPECT_EQ(refusal("1.0", 1), "output 0: '1.0' is not an integer (expected 1 output, separated by commas)");
  EXPECT_EQ(refusal("9223372036854775808", 1).substr(0, 9), "output 0:");
}

TEST(Answer, StandsBehindTheLastArrowOrTab) {
  for (const std::string line :
       {"problem a=1 => 1,2", "problem a=1=>1,2", "problem a=1\t1,2", "problem a=1 \t 1,2\r"}) {
    const auto parts = split_echoed(line);
    ASSERT_TRUE(parts) << line;
    EXPECT_EQ(parts->problem, "problem a=1");
    EXPECT_EQ(parts->answer, "1,2");
  }
  EXPECT_FALSE(split_echoed("1,2"));
}

// What gen prints reads back to the same, and is in the domain that it is drawn for.
TEST(ProblemLine, ReadsBackInBothForms) {
  for (const Recipe* scheme : recipes()) {
    for (const std::string kind : {"requantize", "conv2d"}) {
      const halflsb_target target = described(kind, *scheme);
      for (std::uint64_t index = 0; index < 100; ++index) {
        const Problem problem = some_problem(target, 5, index);
        EXPECT_EQ(outside_domain(target, problem), "");
        for (const LineFormat format : {LineFormat::text, LineFormat::json}) {
          const auto read = problem_of(line_of(problem, format));
          ASSERT_TRUE(read) << read.error().message;
          EXPECT_TRUE(*read == problem);
        }
      }
    }
  }
}

Problem problem_with(const std::string& accumulators) {
  return *problem_of("requantize scheme=glow pre=0 scale=1 post=1 acc=" + accumulators);
}

TEST(Verifier, KeepsTheSmallestFindings) {
  Verifier verifier({"board", "", 2});
  EXPECT_FALSE(verifier.take(problem_with("2,4,6"), "0,2,3"));
  EXPECT_FALSE(verifier.enough());
  EXPECT_FALSE(verifier.take(problem_with("2,4,6"), "1,2,3"));
  EXPECT_TRUE(verifier.take(problem_with("2"), "x"));  // no answer: nothing changes
  EXPECT_FALSE(verifier.take(problem_with("2"), "2"));
  EXPECT_TRUE(verifier.enough());
  const VerifyResult result = verifier.result();
  EXPECT_EQ(result.summary.verdict, Verdict::fail);
  EXPECT_EQ(result.summary.problems, 3U);
  EXPECT_EQ(result.wrong, 2U);
  ASSERT_EQ(result.findings.size(), 2U);
  EXPECT_TRUE(result.findings[0].problem == problem_with("2"));
  EXPECT_EQ(result.findings[0].found_by.problems, 3U);
  EXPECT_EQ(result.findings[1].found_by.problems, 1U);
}

// A finding of a program elsewhere reads back; nothing names it as a target of ours.
TEST(Verifier, FindingsReadBack) {
  Verifier verifier({"board", "", 0});
  EXPECT_FALSE(verifier.take(problem_with("2"), "9007199254740993"));
  const Json json = to_json(*verifier.result().summary.finding);
  EXPECT_EQ(json["got"], "9007199254740993");
  EXPECT_EQ(json["minimized"], false);
  EXPECT_EQ(json["replay"], "halflsb replay 'requantize scheme=glow pre=0 scale=1 post=1 acc=2'");
  const auto read = finding_from_json(json);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(ran_elsewhere(*read));
  EXPECT_EQ(to_json(*read), json);
}

// Thousands of outputs that could show nothing are no pass; a few written by hand may be.
TEST(Verifier, MistrustsOnlyWhatIsLong) {
  for (const auto& [problems, verdict] : {std::pair{999, Verdict::pass}, std::pair{1000, Verdict::mistrusted}}) {
    Verifier verifier({"board", "", 20});
    for (int i = 0; i < problems; ++i) EXPECT_FALSE(verifier.take(problem_with("1000"), "127"));
    EXPECT_EQ(verifier.result().summary.verdict, verdict);
  }
}

}  // namespace
}  // namespace halflsb
