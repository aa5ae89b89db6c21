// Our generators and our shrinker as a RapidCheck generator: RapidCheck's own integers never leave +-2^30 in 100 cases.
#pragma once

#include <rapidcheck.h>

#include <cstdlib>
#include <ostream>

#include "harness/generate/problems.h"
#include "harness/minimize/simpler.h"
#include "harness/problem/text.h"

namespace halflsb {

// Found by argument-dependent lookup when RapidCheck prints a counterexample.
inline void showValue(const Problem& problem, std::ostream& os) { os << minimal_text(problem); }

// Problems in the domain of a target, mostly.
inline rc::Gen<Problem> any_problem(const halflsb_target& target) {
  return [&target](const rc::Random& random, int) {
    rc::Random copy = random;
    const std::uint64_t seed = copy.next();
    const std::uint64_t index = copy.next() % 256;  // one in 16 has the smallest shape
    return rc::shrinkable::shrinkRecur(some_problem(target, seed, index),
                                       [](const Problem& problem) { return rc::seq::fromContainer(simpler(problem)); });
  };
}

// More cases than RapidCheck's 100; RC_PARAMS of the caller wins, so that a printed seed replays.
inline const int kMoreCases = setenv("RC_PARAMS", "max_success=1000", 0);

}  // namespace halflsb
