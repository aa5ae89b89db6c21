// halflsb verify: nothing to say about a correct program, findings of a wrong one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "harness/check/expect.h"
#include "harness/isolate/scratch_folder.h"
#include "harness/problem/text.h"
#include "harness/tests/cli.h"

namespace halflsb {
namespace {

using nlohmann::json;

const std::string kLine = "requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=10226036,-539 => ";

// What a correct program answers to `problems`, but for `wrong` added to the last output of each.
std::string answers(const std::string& problems, const std::string& separator, int wrong = 0) {
  std::string text;
  std::istringstream lines(problems);
  for (std::string line; std::getline(lines, line);) {
    const auto wanted = expect(*parse_problem(line)).output;
    std::vector<std::int64_t> output(wanted.begin(), wanted.end());
    output.back() += wrong;
    if (!separator.empty()) text += line + separator;
    for (std::size_t i = 0; i < output.size(); ++i) text += (i == 0 ? "" : ",") + std::to_string(output[i]);
    text += "\n";
  }
  return text;
}

json result_of(const std::string& arguments, const std::string& input, int exit_code) {
  const CommandResult result = run_halflsb("verify --format json " + arguments, input);
  EXPECT_EQ(result.exit_code, exit_code) << arguments << "\n" << result.err << result.out;
  const json answer = json::parse(result.out, nullptr, false);
  return answer.is_discarded() ? json() : answer["results"][0];
}

TEST(Verify, FindsNothingInACorrectProgram) {
  const ScratchFolder folder;
  for (const std::string kind : {"requantize", "conv2d"}) {
    for (const std::string scheme : {"glow", "tflite_double_rounding", "ideal"}) {
      const std::string problems = run_halflsb("gen --problems 300 --kind " + kind + " --scheme " + scheme).out;
      const json echoed = result_of("--expect 300", answers(problems, " => "), 0);
      EXPECT_EQ(echoed["verdict"], "pass");
      EXPECT_EQ(echoed["problems"], 300);
      EXPECT_EQ(result_of("", answers(problems, "\t"), 0)["problems"], 300);
      const std::string file = folder / "problems.txt";
      std::ofstream(file) << "# comment\n" << problems;
      EXPECT_EQ(result_of("--problems " + file, answers(problems, ""), 0)["problems"], 300);
    }
  }
}

TEST(Verify, FindsAWrongProgramAndStops) {
  const std::string problems = run_halflsb("gen --kind requantize --scheme glow").out;
  const std::string wrong = answers(problems, " => ", 1);
  json result = result_of("", wrong, 1);
  EXPECT_EQ(result["verdict"], "fail");
  EXPECT_EQ(result["target"], "stdin");
  EXPECT_EQ(result["wrong"], 20);
  EXPECT_EQ(result["problems"], 20);
  EXPECT_EQ(result["stopped"], true);
  EXPECT_EQ(result["findings"].size(), 20U);
  EXPECT_EQ(result["finding"], result["findings"][0]);
  EXPECT_EQ(result["finding"]["reason"], "mismatch");
  EXPECT_EQ(result["finding"]["minimal"], nullptr);
  result = result_of("--errors 0 --name board", wrong, 1);
  EXPECT_EQ(result["wrong"], 1000);
  EXPECT_EQ(result["findings"].size(), 20U);
  EXPECT_EQ(result["findings"][0]["target"], "board");
}

TEST(Verify, PrintsTheSmallestFindingWithItsReplay) {
  const CommandResult result = run_halflsb("verify", kLine + "127,-131\n" + kLine + "128,-132\n");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.out.find("want -128 got -131 at (0,0,0,1)"), std::string::npos) << result.out;
  const auto replay = result.out.find("halflsb replay '");
  ASSERT_NE(replay, std::string::npos);
  const std::string line = result.out.substr(replay + 8, result.out.find('\n', replay) - replay - 8);
  EXPECT_EQ(run_halflsb(line).exit_code, 0);  // our kernels get it right
}

TEST(Verify, ToleranceIsOfTheRealValue) {
  const std::string line = "requantize scheme=glow pre=0 scale=1 post=1 acc=3 => ";  // really 3/2
  result_of("--tolerance 1/2", line + "1\n", 0);
  result_of("", line + "1\n", 1);
  const json finding = result_of("--tolerance 0.4", line + "2\n", 1)["finding"];
  EXPECT_EQ(finding["reason"], "tolerance");
  EXPECT_EQ(finding["want"], "3/2");
}

TEST(Verify, NoticesThatAProgramDied) {
  const ScratchFolder folder;
  const std::string file = folder / "problems.txt";
  std::ofstream(file) << run_halflsb("gen --kind requantize --scheme glow --problems 3").out;
  const json result = result_of("--problems " + file, "unsupported\nunsupported\n", 1);
  EXPECT_EQ(result["verdict"], "crash");
  EXPECT_EQ(result["finding"]["reason"], "crash");
  EXPECT_EQ(result["finding"]["found_by"]["problems"], 3);
  EXPECT_EQ(result_of("--expect 2", kLine + "127,-128\n", 1)["detail"], "the answers end after 1 of 2");
}

TEST(Verify, IsUndecidedWhereNothingWasChecked) {
  EXPECT_EQ(result_of("", "", 3)["detail"], "no answer came");
  EXPECT_EQ(result_of("", kLine + "unsupported\n", 3)["outside"], 1);
}

TEST(Verify, ReplaysAFindingOnOurKernels) {
  const ScratchFolder folder;
  const std::string file = folder / "finding.json";
  std::ofstream(file) << result_of("", kLine + "0,0\n", 1)["finding"];
  const CommandResult result = run_halflsb("replay --finding " + file);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("requantize_glow_scalar"), std::string::npos);
}

}  // namespace
}  // namespace halflsb
