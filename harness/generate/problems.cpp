#include "harness/generate/problems.h"

#include "harness/generate/accumulators.h"
#include "harness/generate/layers.h"

namespace halflsb {
namespace {

constexpr std::uint64_t kSmallestFirst = 16;

// Lengths around every vector width.
std::int64_t some_count(Random& random) {
  if (random.one_in(64)) return random.pick<std::int64_t>({63, 64, 65, 127, 128, 129});
  if (random.one_in(12)) return random.between(1, 100);  // every remainder, behind one vector and behind several
  return random.pick<std::int64_t>({1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33});
}

RequantizeProblem some_requantize(Random& random, const halflsb_target& target, bool smallest) {
  RequantizeProblem problem;
  problem.requantization = some_requantization(random, target, 1);
  AccumulatorSource source(problem.requantization);
  const std::int64_t count = smallest ? 1 : some_count(random);
  const bool unsaturated = random.one_in(3);
  for (std::int64_t i = 0; i < count; ++i) {
    problem.accumulators.push_back(unsaturated ? source.draw_unsaturated(random) : source.draw(random));
  }
  return problem;
}

}  // namespace

Problem some_problem(const halflsb_target& target, std::uint64_t seed, std::uint64_t index, const Ingredients& use) {
  Random random(Random(seed).bits() ^ (index * 0xD1342543DE82EF95ULL), use);
  const bool smallest = index < kSmallestFirst;
  if (std::string_view(target.kind) == "conv2d") return some_layer(random, target, smallest);
  return some_requantize(random, target, smallest);
}

}  // namespace halflsb
