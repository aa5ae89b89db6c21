// Numbers where integer kernels break: rails, powers of two, the places where a scheme's output or its registers change.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/generate/random.h"
#include "harness/problem/problem.h"
#include "targets/abi/target.h"

namespace halflsb {

// In [lo, hi], mostly at its ends, near a signed power of two, or small; sometimes uniform.
[[nodiscard]] std::int64_t boundary_integer(Random& random, std::int64_t lo, std::int64_t hi);

// A positive factor: just above or below a power of two, few or many mantissa bits, typical of real layers, or extreme.
[[nodiscard]] Rational some_factor(Random& random);

// Every parameter lies in the range that the domain gives for it.
[[nodiscard]] bool parameters_fit(const Parameters& parameters, const halflsb_domain& domain);

// Parameters within the target's domain, mostly what the scheme's own recipe picks for some_factor().
[[nodiscard]] Parameters some_parameters(Random& random, const Recipe& recipe, const halflsb_domain& domain);

// Draws accumulators for one requantization. The outputs' thresholds and the overflow frontier are found by bisection of the exact
// scheme, which is monotone in N for a multiplier of either sign.
class AccumulatorSource {
 public:
  explicit AccumulatorSource(const Requantization& requantization);
  [[nodiscard]] std::int32_t draw(Random& random) const;

 private:
  [[nodiscard]] std::int64_t threshold(std::int64_t level) const;  // where out(N) first reaches the level

  const Requantization& requantization_;
  Scheme scheme_;
  std::vector<std::int64_t> frontier_;  // the accumulators at which a step first overflows, on either side
  bool increasing_;
};

}  // namespace halflsb
