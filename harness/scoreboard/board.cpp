#include "harness/scoreboard/board.h"

#include <algorithm>
#include <limits>
#include <map>

namespace halflsb {
namespace {

constexpr double kMissed = std::numeric_limits<double>::infinity();

// The upper one of the two in the middle.
double middle(std::vector<double> values) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

// One figure over all trials of a strategy.
class Figure {
 public:
  void add(std::size_t fault, bool found, double value) {
    of_fault_[fault].push_back(found ? value : kMissed);
    if (found) most_ = std::max(most_, value);
  }
  [[nodiscard]] double most() const { return most_; }
  [[nodiscard]] std::optional<double> median() const {
    std::vector<double> medians;
    for (const auto& [fault, values] : of_fault_) medians.push_back(middle(values));
    if (medians.empty()) return std::nullopt;
    const double value = middle(std::move(medians));
    return value == kMissed ? std::nullopt : std::optional(value);
  }

 private:
  std::map<std::size_t, std::vector<double>> of_fault_;
  double most_ = 0;
};

}  // namespace

Score score_of(const std::vector<Trial>& trials, std::size_t strategy) {
  Score score;
  Figure problems, seconds, elements;
  std::map<std::size_t, bool> always;
  for (const Trial& trial : trials) {
    if (trial.strategy != strategy) continue;
    const TrialResult& result = trial.result;
    ++score.trials;
    score.found += result.found ? 1 : 0;
    always.emplace(trial.fault, true).first->second &= result.found;
    problems.add(trial.fault, result.found, static_cast<double>(result.problems));
    seconds.add(trial.fault, result.found, result.seconds);
    elements.add(trial.fault, result.found, static_cast<double>(result.elements));
  }
  score.faults = always.size();
  for (const auto& [fault, found] : always) {
    if (found) ++score.always;
    if (!found) score.missed.push_back(fault);
  }
  score.median_problems = problems.median(), score.most_problems = problems.most();
  score.median_seconds = seconds.median(), score.most_seconds = seconds.most();
  score.median_elements = elements.median(), score.most_elements = elements.most();
  return score;
}

}  // namespace halflsb
