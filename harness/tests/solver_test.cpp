// z3 and cvc5, where they are installed, agree with the prover: no N beyond its bounds, one at each of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/tests/cli.h"

namespace halflsb {
namespace {

using nlohmann::json;

struct Solver {
  std::string name, options;
  [[nodiscard]] bool installed() const { return std::system(("command -v " + name + " >/dev/null").c_str()) == 0; }
};

class Solvers : public ::testing::TestWithParam<Solver> {
 protected:
  std::string path_ = "/tmp/halflsb_solver_test_" + std::to_string(getpid()) + ".smt2";
  void SetUp() override {
    if (!GetParam().installed()) GTEST_SKIP() << GetParam().name << " is not installed";
  }
  void TearDown() override { std::filesystem::remove(path_); }

  // The solver's answer, with the model where it gives one: "unsat", "sat((N 79))", "timeout" and the like.
  [[nodiscard]] std::string ask(const std::string& query) const {
    const std::string answer = path_ + ".answer";
    EXPECT_NE(run_halflsb("prove " + query + " --smt2 " + path_).exit_code, 2) << query;
    std::system((GetParam().name + " " + GetParam().options + " " + path_ + " >" + answer + " 2>&1").c_str());
    std::ostringstream text;
    text << std::ifstream(answer).rdbuf();
    std::filesystem::remove(answer);
    std::string line = text.str();
    line.erase(std::remove(line.begin(), line.end(), '\n'), line.end());
    return line;
  }
};

// By one part in 10^12 or less.
std::string more_than(const std::string& bound) {
  const auto slash = std::min(bound.find('/'), bound.size());
  const std::string divisor = slash == bound.size() ? "1" : bound.substr(slash + 1);
  return bound.substr(0, slash) + "000000000001/" + divisor + "000000000000";
}

TEST_P(Solvers, AgreeWithTheProver) {
  for (const std::string query : {
           "--scheme glow --pre 1 --scale 420 --post 15 --zero-point -128 --factor 1/150 --acc -1000:1000",
           "--scheme glow --pre 2 --scale 13 --post 5 --factor 1/10 --output none --acc -300:300",
           "--scheme glow --pre 0 --scale 420 --post 15 --width 16",
           "--scheme glow --pre 1 --scale 420 --post 15",
           "--scheme tflite_double_rounding --multiplier 1073741825 --shift -2 --acc -200:200",
           "--scheme tflite_double_rounding --multiplier -1073741825 --shift 3 --factor -7 --acc -200:2^29",
           "--scheme tflite_single_rounding --multiplier 1073741824 --shift -3",
           "--scheme ideal --factor 3/4 --output none --acc -2^31:2^31",
           "--scheme ideal --factor 5/6 --rounding ties_away --acc -50:50",
           "--scheme ideal --factor -5/6 --rounding toward_zero --acc -50:50",
       }) {
    EXPECT_EQ(ask(query), "unsat") << query;
    const json worst =
        json::parse(run_halflsb(std::string("prove ") + query + " --format json").out)["error"]["max_abs"];
    const std::string bound = worst["value"];
    // What follows is the solver's complaint that there is no model to show.
    EXPECT_TRUE(ask(query + (" --smt2-bound " + more_than(bound))).starts_with("unsat")) << query;
    const std::string answer = ask(query + (" --smt2-bound " + bound));
    ASSERT_TRUE(answer.starts_with("sat((N ")) << query << answer;
    std::string n = answer.substr(7, answer.find(')') - 7);
    if (n.starts_with("(- ")) n = "-" + n.substr(3);
    const std::string at = std::string("prove ") + query;
    const json there =
        json::parse(run_halflsb(at.substr(0, at.find(" --acc")) + " --acc " + n + ":" + n + " --format json").out);
    EXPECT_EQ(there["error"]["max_abs"]["value"], bound) << query << " at " << n;
  }
}

INSTANTIATE_TEST_SUITE_P(Installed, Solvers, ::testing::Values(Solver{"z3", "-T:10"}, Solver{"cvc5", "--tlimit=10000"}),
                         [](const auto& solver) { return solver.param.name; });

}  // namespace
}  // namespace halflsb
