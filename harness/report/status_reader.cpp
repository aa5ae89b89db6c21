#include "harness/report/status_reader.h"

#include <algorithm>

#include "harness/check/registry.h"
#include "harness/finding/json.h"
#include "harness/report/loose_json.h"

namespace halflsb::report {
namespace {

Sample sample_of(const Json& json) {
  return {number_at(json, "seconds").value_or(0), count_at(json, "executions"), count_at(json, "corpus"),
          number_at(json, "worst")};
}

// Empty where it does not name a set of parameters.
std::optional<Requantization> requantization_of(const Json& json) {
  Json problem{{"kind", "requantize"}, {"scheme", text_at(json, "scheme")}};
  const Json& parameters = member(json, "parameters");
  if (parameters.is_object()) problem.update(parameters);
  for (const char* key : {"zero_point", "width", "factor"}) {
    // An "ideal" factor is a parameter: the problem has one of the name already.
    if (!member(json, key).is_null() && !problem.contains(key)) problem[key] = member(json, key);
  }
  const Json& output = member(json, "output");
  const std::string lo = integer_text_at(output, "lo");
  const std::string hi = integer_text_at(output, "hi");
  if (!lo.empty() && !hi.empty()) problem["output"] = lo + ":" + hi;
  problem["acc"] = 0;
  const auto read = problem_from_json(problem);
  if (!read) return std::nullopt;
  return halflsb::requantization_of(*read);
}

std::optional<Worst> worst_of(const Json& json) {
  auto requantization = requantization_of(json);
  if (!requantization) return std::nullopt;
  const Json& overflow = member(json, "overflow");
  return Worst{std::move(*requantization),           rational_at(json, "error"),       rational_at(json, "proved"),
               integer_text_at(json, "accumulator"), is_true_at(overflow, "possible"), is_true_at(overflow, "reached")};
}

}  // namespace

Result<Status> status_from_json(const Json& json) {
  if (!json.is_object()) return Error{"not a JSON object (expected a target's status)"};
  Status status;
  TargetReport& target = status.target;
  target.name = text_at(json, "target");
  if (!is_target_name(target.name)) return Error{"\"target\" is not a target's name (expected a target's status)"};
  target.kind = text_at(json, "kind");
  target.scheme = text_at(json, "scheme");
  target.tolerance = text_at(json, "tolerance");
  target.plugin = text_at(json, "plugin");
  target.error = text_at(json, "error");
  target.has_status = true;
  const std::string expected = text_at(json, "expected");
  const RegisteredTarget* registered = find_target(target.name);
  target.expected_to_pass =
      expected.empty() ? registered == nullptr || registered->expected_to_pass() : expected != "fail";
  target.runs = count_at(json, "runs");
  target.rounds = count_at(json, "rounds");
  target.executions = count_at(json, "executions");
  target.repeated = count_at(json, "repeated");
  target.unconfirmed = count_at(json, "unconfirmed");
  target.seconds = number_at(json, "seconds");
  for (const Json& sample : array_at(json, "history")) target.history.push_back(sample_of(sample));
  std::stable_sort(target.history.begin(), target.history.end(),
                   [](const Sample& a, const Sample& b) { return a.seconds < b.seconds; });
  for (const Json& worst : array_at(json, "worst")) {
    if (auto read = worst_of(worst)) target.worst.push_back(std::move(*read));
  }
  for (const Json& finding : array_at(json, "findings")) {
    if (const std::string file = text_at(finding, "file"); !file.empty())
      status.findings[file] = is_true_at(finding, "known");
  }
  return status;
}

Result<Scoreboard> scoreboard_from_json(const Json& json) {
  if (text_at(json, "command") != "scoreboard")
    return Error{"not a scoreboard (expected what halflsb scoreboard --format json prints)"};
  Scoreboard board;
  board.faults = array_at(json, "faults").size();
  for (const Json& strategy : array_at(json, "strategies"))
    board.strategies.push_back({text_at(strategy, "strategy"), text_at(strategy, "what"), 0, {}});
  for (const Json& trial : array_at(json, "trials")) {
    const std::string name = text_at(trial, "strategy");
    const auto is_named = [&](const Strategy& strategy) { return strategy.name == name; };
    const auto strategy = std::find_if(board.strategies.begin(), board.strategies.end(), is_named);
    const auto problems = number_at(trial, "problems");
    if (strategy == board.strategies.end() || !problems) continue;
    ++strategy->trials;
    board.most_problems = std::max(board.most_problems, *problems);
    if (is_true_at(trial, "found")) strategy->found_after.push_back(std::max(1.0, *problems));
  }
  for (Strategy& strategy : board.strategies) std::sort(strategy.found_after.begin(), strategy.found_after.end());
  if (board.strategies.empty()) return Error{"the scoreboard has no strategies"};
  return board;
}

}  // namespace halflsb::report
