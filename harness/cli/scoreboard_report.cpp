#include "harness/cli/scoreboard_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace halflsb::cli {
namespace {

std::string rounded(double value) {
  return fmt::format("{:.{}f}", value, value < 10 && value != static_cast<int>(value) ? 3 : 0);
}

std::string spread(const std::optional<double>& median, double most) {
  return fmt::format("{:>9} {:>9}", median && most > 0 ? rounded(*median) : "-", most > 0 ? rounded(most) : "-");
}

std::vector<std::string> names_of(const Scoreboard& board, const std::vector<std::size_t>& faults) {
  std::vector<std::string> names;
  for (const std::size_t i : faults) {
    const Fault& fault = board.faults[i];
    names.push_back(fault.what.empty() ? fault.name : fmt::format("{} (line {})", fault.what, fault.line));
  }
  return names;
}

Json json_of(const std::optional<double>& median, double most) {
  return {{"median", median && most > 0 ? Json(*median) : Json()}, {"most", most > 0 ? Json(most) : Json()}};
}

}  // namespace

std::string to_text(const Scoreboard& board) {
  std::string text = fmt::format(
      "{:<16} {:>12} {:>11}  {:>19}  {:>19}  {:>19}\n{:<16} {:>12} {:>11}  {:>9} {:>9}  {:>9} {:>9}  {:>9} {:>9}\n", "",
      "trials", "faults from", "problems until a", "seconds until a", "elements when", "strategy", "that find",
      "every seed", "finding", "most", "finding", "most", "minimized", "most");
  std::string missed;
  for (std::size_t i = 0; i < board.strategies.size(); ++i) {
    const Score score = score_of(board.trials, i);
    text += fmt::format("{:<16} {:>5} of {:<4} {:>3} of {:<4}  {}  {}  {}\n", board.strategies[i].name, score.found,
                        score.trials, score.always, score.faults, spread(score.median_problems, score.most_problems),
                        spread(score.median_seconds, score.most_seconds),
                        spread(score.median_elements, score.most_elements));
    if (score.missed.empty()) continue;
    missed += fmt::format("\n{} misses from some seed:\n  {}\n", board.strategies[i].name,
                          fmt::join(names_of(board, score.missed), "\n  "));
  }
  if (!board.equivalent.empty())
    missed += fmt::format("\n{} mutants are known to be equivalent\n", board.equivalent.size());
  if (!board.misjudged.empty()) {
    missed += fmt::format("\nlisted as equivalent, and found:\n  {}\n", fmt::join(board.misjudged, "\n  "));
  }
  if (!board.skipped.empty()) missed += fmt::format("\nnot for this machine: {}\n", fmt::join(board.skipped, ", "));
  return text + missed;
}

Json to_json(const Scoreboard& board) {
  Json json{{"command", "scoreboard"},
            {"seeds", board.seeds},
            {"skipped", board.skipped},
            {"equivalent", board.equivalent},
            {"misjudged", board.misjudged}};
  json["faults"] = Json::array();
  for (const Fault& fault : board.faults) json["faults"].push_back(fault.name);
  json["strategies"] = Json::array();
  for (std::size_t i = 0; i < board.strategies.size(); ++i) {
    const Score score = score_of(board.trials, i);
    json["strategies"].push_back({{"strategy", board.strategies[i].name},
                                  {"what", board.strategies[i].what},
                                  {"trials", score.trials},
                                  {"found", score.found},
                                  {"faults", score.faults},
                                  {"found_from_every_seed", score.always},
                                  {"problems", json_of(score.median_problems, score.most_problems)},
                                  {"seconds", json_of(score.median_seconds, score.most_seconds)},
                                  {"elements", json_of(score.median_elements, score.most_elements)},
                                  {"missed", names_of(board, score.missed)}});
  }
  json["trials"] = Json::array();
  for (const Trial& trial : board.trials) {
    const TrialResult& result = trial.result;
    json["trials"].push_back({{"fault", board.faults[trial.fault].name},
                              {"strategy", board.strategies[trial.strategy].name},
                              {"seed", trial.seed},
                              {"found", result.found},
                              {"problems", result.problems},
                              {"seconds", result.seconds},
                              {"elements", result.elements > 0 ? Json(result.elements) : Json()}});
  }
  return json;
}

}  // namespace halflsb::cli
