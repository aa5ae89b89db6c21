// halflsb verify: exit code 2 and one line that says where, for all that is no answer to a problem.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <vector>

#include "harness/isolate/scratch_folder.h"
#include "harness/tests/cli.h"

namespace halflsb {
namespace {

const std::string kProblem = "requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=10226036,-539";

TEST(Verify, RefusesInOneLine) {
  const ScratchFolder folder;
  const std::string file = folder / "problems.txt";
  std::ofstream(file) << kProblem << "\n";
  for (const auto& [arguments, input, line] : std::vector<std::array<std::string, 3>>{
           {"", kProblem + " => 127,-128\n" + kProblem + " => 127\n",
            "answers:2: the answer has 1 output (expected 2 outputs)"},
           {"", kProblem + " => 127,0x5\n", "answers:1: output 1: '0x5' is not an integer"},
           {"", "127,-128\n", "answers:1: '127,-128' has no answer (expected PROBLEM => OUTPUTS"},
           {"", "requantize scheme=glow => 1\n", "answers:1: "},
           {"", "{} => 1\n", "answers:1: the problem has no \"kind\""},
           {"", "{ => 1\n", "answers:1: a line that opens with { is not JSON"},
           {"--expect 1", kProblem + " => 127,-128\n" + kProblem + " => 127,-128\n",
            "answers:2: another answer (expected 1)"},
           {"--problems " + file, "127,-128\n0\n", "answers:2: another answer (expected 1, one for each problem of "},
           {"--problems " + file, "127\n", "answers:1: the answer has 1 output (expected 2 outputs)"},
           {"--problems /nonexistent", "", "--problems: cannot read /nonexistent"},
           {"--problems " + file + " --expect 1", "", "--expect goes without --problems"},
           {"--tolerance -1", "", "--tolerance: '-1' is negative"},
           {"--tolerance x", "", "--tolerance: "},
           {"--errors x", "", "--errors: "},
           {"--expect 0", "", "--expect: "},
           {"--name Board", "", "--name: 'Board' is not a name of a-z, 0-9, _ and ."}}) {
    const CommandResult result = run_halflsb("verify " + arguments, input);
    expect_refused(result, line);
    EXPECT_EQ(result.err.substr(0, 16 + line.size()), "halflsb verify: " + line);
  }
}

}  // namespace
}  // namespace halflsb
