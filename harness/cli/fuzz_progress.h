// While a campaign runs: a live line for each worker on a terminal's standard error, a plain line for each now and then where that is a file
// or a pipe. What they say is read from the campaign's directory, where the workers write it every second or two.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "harness/check/registry.h"

namespace halflsb::cli {

class FuzzProgress {
 public:
  // `proved`: the worst error that there is, where all inputs have the same parameters.
  FuzzProgress(std::string directory, const std::vector<RegisteredTarget>& targets, double seconds_each,
               std::optional<double> proved);

  // `running`: indices of the targets that workers are at.
  void show(const std::vector<std::size_t>& running);
  // Before something else is printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string line(std::size_t target);

  std::string directory_;
  const std::vector<RegisteredTarget>& targets_;
  double seconds_each_;
  std::optional<double> proved_;
  std::vector<Clock::time_point> begun_;
  Clock::time_point shown_ = Clock::now();
  std::size_t lines_ = 0;  // on the terminal
};

}  // namespace halflsb::cli
