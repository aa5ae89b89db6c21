// A scoreboard as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "harness/problem/json.h"
#include "harness/scoreboard/board.h"

namespace halflsb::cli {

struct Scoreboard {
  std::vector<Strategy> strategies;
  std::vector<Fault> faults;
  std::vector<std::uint64_t> seeds;
  std::vector<std::string> skipped;     // faults that this machine cannot run
  std::vector<std::string> equivalent;  // mutants that are known to change nothing; their trials are not counted
  std::vector<std::string> misjudged;   // mutants of that list that were found
  std::vector<Trial> trials;
};

// A row per strategy, then what each missed.
[[nodiscard]] std::string to_text(const Scoreboard& board);
[[nodiscard]] Json to_json(const Scoreboard& board);

}  // namespace halflsb::cli
