// The strategies of a scoreboard draw what their names say, and a board counts what they find.
#include <gtest/gtest.h>

#include <cmath>

#include "harness/check/domain.h"
#include "harness/generate/problems.h"
#include "harness/generate/staircase.h"
#include "harness/problem/text.h"
#include "harness/scoreboard/board.h"
#include "harness/tests/cli.h"

namespace halflsb {
namespace {

TEST(Strategies, DrawProblemsOfTheTarget) {
  for (const RegisteredTarget& target : registered_targets()) {
    if (target.origin == "external") continue;
    for (const Strategy& strategy : strategies()) {
      if (strategy.fuzzes()) continue;
      const ProblemSource source = source_of(strategy, *target.target, 7);
      for (const std::uint64_t index : {0U, 1U, 50U, 100U, 4000U}) {
        const Problem problem = source(index);
        EXPECT_EQ(outside_domain(*target.target, problem), "") << strategy.name << " " << minimal_text(problem);
        EXPECT_EQ(minimal_text(problem), minimal_text(source(index))) << strategy.name;
      }
    }
  }
}

// Of the accumulators that ours draws for one target without some ingredient, how many have a property.
double share(const Ingredients& use, bool (*has)(const Staircase&, std::int64_t)) {
  const halflsb_target& target = *find_target("requantize_glow_scalar")->target;
  double with = 0, all = 0;
  for (std::uint64_t index = 0; index < 400; ++index) {
    const auto problem = std::get<RequantizeProblem>(some_problem(target, 3, index, use));
    const auto steps = Staircase::compile(problem.requantization.scheme(0));
    if (!steps) continue;
    for (const std::int32_t n : problem.accumulators) {
      ++all;
      with += has(*steps, n) ? 1 : 0;
    }
  }
  return with / all;
}

TEST(Ingredients, AreLeftOutOneByOne) {
  Ingredients no_near_ties, no_frontiers, no_boundaries;
  no_near_ties.near_ties = no_frontiers.frontiers = no_boundaries.boundaries = false;
  const auto tie = [](const Staircase& steps, std::int64_t n) { return steps.on_tie(n); };
  EXPECT_GT(share({}, tie), 2 * share(no_near_ties, tie));
  const auto edge = [](const Staircase& steps, std::int64_t n) {
    if (n < INT32_MIN + 8 || n > INT32_MAX - 8) return false;  // an end, which is a boundary
    return steps.leaves_registers(n) != steps.leaves_registers(n + 4) ||
           steps.leaves_registers(n) != steps.leaves_registers(n - 4);
  };

  EXPECT_GT(share({}, edge), 2 * share(no_frontiers, edge));
  const auto end = [](const Staircase&, std::int64_t n) { return n <= INT32_MIN + 2 || n >= INT32_MAX - 2; };
  EXPECT_GT(share({}, end), 2 * share(no_boundaries, end));
}

TEST(Ingredients, RailTensorsAreLeftOut) {
  const halflsb_target& target = *find_target("conv2d_glow_scalar")->target;
  const auto rail_tensors = [&](const Ingredients& use) {
    int count = 0;
    for (std::uint64_t index = 16; index < 1016; ++index) {
      const auto layer = std::get<ConvLayer>(some_problem(target, 3, index, use));
      const auto at_rail = [&](std::int16_t v) {
        return v == smallest(layer.filter_type) || v == largest(layer.filter_type);
      };
      count += layer.filter.size() > 8 && std::all_of(layer.filter.begin(), layer.filter.end(), at_rail) ? 1 : 0;
    }
    return count;
  };
  Ingredients no_rails;
  no_rails.rails = false;
  EXPECT_GT(rail_tensors({}), 5 * rail_tensors(no_rails));  // a zero point may be a rail
}

Trial trial(std::size_t fault, std::uint64_t seed, bool found, std::uint64_t problems) {
  return {fault, 0, seed, {found, problems, 0.5, 3, ""}};
}

TEST(Board, CountsWhatWasMissedAsBeyondEverything) {
  const Score score = score_of({trial(0, 1, true, 10), trial(0, 2, true, 30), trial(0, 3, true, 20),  //
                                trial(1, 1, false, 99), trial(1, 2, false, 99), trial(1, 3, true, 5),
                                trial(2, 1, true, 40), trial(2, 2, true, 40), trial(2, 3, true, 40)},
                               0);
  EXPECT_EQ(score.trials, 9U);
  EXPECT_EQ(score.found, 7U);
  EXPECT_EQ(score.faults, 3U);
  EXPECT_EQ(score.always, 2U);
  EXPECT_EQ(score.missed, std::vector<std::size_t>{1});
  EXPECT_EQ(score.median_problems, 40.0);  // of 20, 40 and a miss
  EXPECT_EQ(score.most_problems, 40.0);
  EXPECT_FALSE(score_of({trial(0, 1, false, 9)}, 0).median_problems.has_value());
  EXPECT_EQ(score_of({trial(0, 1, true, 9)}, 1).trials, 0U);
}

TEST(Trials, FindAFaultAndNothingElse) {
  const Strategy& ours = *find_strategy("ours");
  const Fault fault{"f", {*find_target("seeded_requantize_symmetric_nudge")}};
  const TrialResult found = run_trial(ours, fault, 1, {});
  EXPECT_TRUE(found.found);
  EXPECT_EQ(found.elements, 1U);
  const Fault none{"n", {*find_target("requantize_glow_scalar")}};
  const TrialResult missed = run_trial(ours, none, 1, {200, 60, {}});
  EXPECT_FALSE(missed.found);
  EXPECT_EQ(missed.problems, 200U);
}

TEST(ScoreboardCommand, SaysWhetherOursFindsEverything) {
  const std::string flags = "scoreboard --strategy ours --seeds 2 --format json ";
  const CommandResult all = run_halflsb(flags + "seeded_requantize_ties_away seeded_conv2d_pads_with_zero");
  EXPECT_EQ(all.exit_code, 0) << all.err;
  const CommandResult nothing = run_halflsb(flags + "--quick requantize_glow_scalar");
  EXPECT_EQ(nothing.exit_code, 1) << nothing.err;
}

TEST(ScoreboardCommand, RefusesWhatItDoesNotKnow) {
  for (const char* wrong :
       {"--strategy luck", "--seeds 0", "--seed x", "no_such_target", "--jobs 0", "--equivalent /dev/null",
        "--mutants --equivalent /nonexistent", "--mutants --all", "--mutants --strategy libfuzzer"}) {
    expect_refused(run_halflsb(std::string("scoreboard ") + wrong), wrong);
  }
}

}  // namespace
}  // namespace halflsb
