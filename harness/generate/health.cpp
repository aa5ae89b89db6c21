#include "harness/generate/health.h"

#include "harness/generate/staircase.h"

namespace halflsb {
namespace {

constexpr std::int64_t kNear = 2;

// Every step leaves its register on one side of a frontier or both, so that a change within kNear shows at its ends.
bool is_near_frontier(const Staircase& steps, std::int64_t n) {
  const bool leaves = steps.leaves_registers(n);
  return leaves != steps.leaves_registers(n - kNear) || leaves != steps.leaves_registers(n + kNear);
}

}  // namespace

bool Health::mistrusted() const { return (at_rail + equal_to_zero_point) * 100 >= outputs * 98; }

void Health::count(const Problem& problem, const Expected& expected) {
  const Requantization& rq = requantization_of(problem);
  for (const std::int32_t output : expected.output) {
    ++outputs;
    if (output == rq.output.lo || output == rq.output.hi) {
      ++at_rail;
    } else if (output == rq.zero_point) {
      ++equal_to_zero_point;
    }
  }
  const std::size_t sets = rq.parameters.size();  // of channel c: the c-th, channels vary fastest
  for (std::size_t set = 0; set < sets; ++set) {
    const auto steps = Staircase::compile(rq.scheme(static_cast<std::int64_t>(set)));
    if (!steps) continue;
    for (std::size_t i = set; i < expected.output.size(); i += sets) {
      const Int128 n = accumulator_of(problem, expected, i);
      if (n < INT32_MIN || n > INT32_MAX) continue;
      if (steps->on_tie(static_cast<std::int64_t>(n))) ++ties;
      if (is_near_frontier(*steps, static_cast<std::int64_t>(n))) ++near_frontier;
    }
  }
}

void Health::merge(const Health& other) {
  outputs += other.outputs;
  at_rail += other.at_rail;
  equal_to_zero_point += other.equal_to_zero_point;
  ties += other.ties;
  near_frontier += other.near_frontier;
}

}  // namespace halflsb
