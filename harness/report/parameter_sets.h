// The sets of parameters that a report plots: those of its findings, the new ones first, then those that searches did
// worst on.
#pragma once

#include <string>
#include <vector>

#include "harness/report/report.h"

namespace halflsb::report {

// An accumulator that a search met.
struct Met {
  Integer accumulator;
  std::string by;  // the target
  bool finding = false;
};

struct ParameterSet {
  Requantization requantization;  // one set of parameters
  std::vector<Met> met;
  std::vector<std::size_t> findings;    // indices
  std::vector<std::string> targets;     // that have a score for it
  std::optional<Rational> worst_found;  // |e|, of any of them
};

struct ParameterSets {
  std::vector<ParameterSet> kept;
  std::size_t left_out = 0;
  std::vector<std::optional<std::size_t>> of_finding;  // index into kept
};

inline constexpr std::size_t kMostParameterSets = 20;

[[nodiscard]] ParameterSets parameter_sets_of(const Report& report);

}  // namespace halflsb::report
