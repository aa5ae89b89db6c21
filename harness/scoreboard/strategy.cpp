#include "harness/scoreboard/strategy.h"

#include <algorithm>

#include "harness/generate/problems.h"
#include "harness/generate/random.h"
#include "harness/scoreboard/plain_problem.h"

namespace halflsb {
namespace {

Strategy without(std::string_view name, std::string_view what, bool Ingredients::*ingredient) {
  Strategy strategy{name, what, Strategy::Kind::ours};
  strategy.use.*ingredient = false;
  return strategy;
}

std::unique_ptr<PlainNumbers> numbers_of(Strategy::Kind kind, std::uint64_t seed, std::uint64_t index) {
  if (kind == Strategy::Kind::rapidcheck) return rapidcheck_numbers(seed, index);
  const std::uint64_t mixed = Random(seed).bits() ^ (index * 0xD1342543DE82EF95ULL);
  return kind == Strategy::Kind::small_ranges ? small_numbers(mixed) : uniform_numbers(mixed);
}

}  // namespace

const std::vector<Strategy>& strategies() {
  using Kind = Strategy::Kind;
  static const std::vector<Strategy> all{
      {"ours", "every ingredient", Kind::ours, {}, true},
      without("no_near_ties", "ours without the near-tie solver", &Ingredients::near_ties),
      without("no_frontiers", "ours without overflow frontiers and output thresholds", &Ingredients::frontiers),
      without("no_boundaries", "ours without integers at rails and powers of two", &Ingredients::boundaries),
      without("no_rails", "ours without rail tensors", &Ingredients::rails),
      without("no_aims", "ours without factors and biases aimed at sums", &Ingredients::aims),
      {"rapidcheck", "RapidCheck's arbitrary and inRange", Kind::rapidcheck},
      {"uniform", "uniform random numbers", Kind::uniform},
      {"small_ranges", "small values, as benchdnn fills tensors", Kind::small_ranges},
      {"libfuzzer", "coverage-guided, with our mutator", Kind::libfuzzer},
      {"libfuzzer_bytes", "coverage-guided, on plain bytes", Kind::libfuzzer_bytes},
  };
  return all;
}

const Strategy* find_strategy(std::string_view name) {
  const auto& all = strategies();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Strategy& s) { return s.name == name; });
  return found == all.end() ? nullptr : &*found;
}

ProblemSource source_of(const Strategy& strategy, const halflsb_target& target, std::uint64_t seed) {
  if (strategy.kind == Strategy::Kind::ours) {
    return [&target, seed, use = strategy.use](std::uint64_t index) { return some_problem(target, seed, index, use); };
  }
  return [&target, seed, kind = strategy.kind](std::uint64_t index) {
    const auto numbers = numbers_of(kind, seed, index);
    return plain_problem(target, *numbers);
  };
}

}  // namespace halflsb
