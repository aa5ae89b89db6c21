// The trials of a scoreboard, and what they say of each strategy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/scoreboard/trial.h"

namespace halflsb {

struct Trial {
  std::size_t fault = 0, strategy = 0;  // as they are listed
  std::uint64_t seed = 0;
  TrialResult result;
};

// Of one strategy. Each median is over faults, of a fault's median over seeds; one that was missed counts as beyond every other, and
// where that makes up the middle there is no median. The greatest is over the trials that found something.
struct Score {
  std::size_t trials = 0, found = 0;
  std::size_t faults = 0, always = 0;  // how many were found from every seed
  std::optional<double> median_problems, median_seconds, median_elements;
  double most_problems = 0, most_seconds = 0, most_elements = 0;
  std::vector<std::size_t> missed;  // faults that some seed did not find
};

[[nodiscard]] Score score_of(const std::vector<Trial>& trials, std::size_t strategy);

}  // namespace halflsb
