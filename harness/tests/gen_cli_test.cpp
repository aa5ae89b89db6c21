// halflsb gen: as many problems as were asked for, the same for a seed, and a quiet end where nobody reads on.
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/isolate/scratch_folder.h"
#include "harness/problem/text.h"
#include "harness/tests/cli.h"

namespace halflsb {
namespace {

const std::string kGlow = "gen --kind requantize --scheme glow";

TEST(Gen, PrintsCanonicalProblems) {
  for (const std::string scheme : {"glow", "tflite_double_rounding", "tflite_single_rounding", "ideal"}) {
    for (const std::string kind : {"requantize", "conv2d"}) {
      const CommandResult result = run_halflsb("gen --problems 150 --kind " + kind + " --scheme " + scheme);
      EXPECT_EQ(result.exit_code, 0) << result.err;
      EXPECT_EQ(result.err, "");
      std::istringstream lines(result.out);
      int count = 0;
      for (std::string line; std::getline(lines, line); ++count) {
        const auto problem = parse_problem(line);
        ASSERT_TRUE(problem) << problem.error().message;
        EXPECT_EQ(canonical_text(*problem), line);
        EXPECT_EQ(kind_of(*problem), kind);
        EXPECT_EQ(requantization_of(*problem).recipe().name, scheme);
      }
      EXPECT_EQ(count, 150);
    }
  }
}

TEST(Gen, DependsOnTheSeedAlone) {
  const std::string first = run_halflsb(kGlow + " --seed 7").out;
  EXPECT_EQ(run_halflsb(kGlow + " --seed 7").out, first);
  EXPECT_NE(run_halflsb(kGlow + " --seed 8").out, first);
  // Fewer are the first of them.
  const std::string few = run_halflsb(kGlow + " --seed 7 --problems 10").out;
  EXPECT_EQ(first.substr(0, few.size()), few);
}

TEST(Gen, LevelsAreWhatIsDocumented) {
  const auto lines = [](const std::string& arguments) {
    const std::string out = run_halflsb("gen --scheme glow " + arguments).out;
    return std::count(out.begin(), out.end(), '\n');
  };
  EXPECT_EQ(lines("--kind requantize"), 1000);
  EXPECT_EQ(lines("--kind requantize --level 2"), 30000);
  EXPECT_EQ(lines("--kind conv2d --level 1"), 1000);
  EXPECT_EQ(lines("--kind conv2d --level 3 --problems 3"), 3);
}

TEST(Gen, EndsQuietlyWhereTheReaderStops) {
  const ScratchFolder folder;
  const std::string said = folder / "err";
  const std::string command = "bash -c '" + std::string(HALFLSB_COMMAND) + " " + kGlow + " --level 3 2>" + said +
                              " | head -c 100 >/dev/null; exit ${PIPESTATUS[0]}'";
  EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 0);
  EXPECT_EQ(std::filesystem::file_size(said), 0U);
}

TEST(Gen, RefusesInOneLine) {
  expect_refused(run_halflsb("gen"), "no kind");
  expect_refused(run_halflsb("gen --kind requantize"), "no scheme");
  expect_refused(run_halflsb("gen --scheme glow --kind pool"), "kind");
  expect_refused(run_halflsb("gen --kind requantize --scheme glowing"), "scheme");
  expect_refused(run_halflsb(kGlow + " --level 4"), "level");
  expect_refused(run_halflsb(kGlow + " --seed x"), "seed");
  expect_refused(run_halflsb(kGlow + " --problems 0"), "problems");
  const std::string full = "bash -c '" + std::string(HALFLSB_COMMAND) + " " + kGlow + " >/dev/full 2>/dev/null'";
  EXPECT_EQ(WEXITSTATUS(std::system(full.c_str())), 2);
}

}  // namespace
}  // namespace halflsb
