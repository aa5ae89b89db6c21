#include "harness/campaign/result_json.h"

#include "harness/finding/json.h"

namespace halflsb {
namespace {

constexpr std::array kVerdicts{Verdict::pass,    Verdict::fail,       Verdict::crash,      Verdict::nondeterministic,
                               Verdict::timeout, Verdict::mistrusted, Verdict::unsupported};

constexpr const char* kNoResult = "the process that ran it ended without a result";

// The counters of a Health, by name.
constexpr std::array<std::pair<const char*, std::uint64_t Health::*>, 5> kCounters{
    {{"outputs", &Health::outputs},
     {"at_rail", &Health::at_rail},
     {"equal_to_zero_point", &Health::equal_to_zero_point},
     {"ties", &Health::ties},
     {"near_frontier", &Health::near_frontier}}};

// Those of a FuzzResult.
constexpr std::array<std::pair<const char*, std::uint64_t FuzzResult::*>, 4> kFuzzCounters{
    {{"executions", &FuzzResult::executions},
     {"rounds", &FuzzResult::rounds},
     {"repeated", &FuzzResult::repeated},
     {"unconfirmed", &FuzzResult::unconfirmed}}};

}  // namespace

Json to_json(const CampaignResult& result) {
  Json health;
  for (const auto& [name, counter] : kCounters) health[name] = result.health.*counter;
  return {{"verdict", name_of(result.verdict)},
          {"problems", result.problems},
          {"outside", result.outside},
          {"health", std::move(health)},
          {"detail", result.detail},
          {"seconds", result.seconds},
          {"finding", result.finding ? to_json(*result.finding) : Json()}};
}

CampaignResult campaign_result_from_json(const std::string& text) {
  CampaignResult result;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    result.verdict = Verdict::crash;
    result.detail = kNoResult;
    return result;
  }
  for (const Verdict verdict : kVerdicts) {
    if (json["verdict"] == name_of(verdict)) result.verdict = verdict;
  }
  result.problems = json["problems"];
  result.outside = json["outside"];
  for (const auto& [name, counter] : kCounters) result.health.*counter = json["health"][name];
  result.detail = json["detail"];
  result.seconds = json["seconds"];
  if (auto finding = finding_from_json(json["finding"])) result.finding = *std::move(finding);
  return result;
}

Json to_json(const FuzzResult& result) {
  Json json;
  for (const auto& [name, counter] : kFuzzCounters) json[name] = result.*counter;
  json["seconds"] = result.seconds;
  json["error"] = result.error;
  json["findings"] = Json::array();
  for (const Finding& finding : result.findings) json["findings"].push_back(to_json(finding));
  json["files"] = result.files;
  json["unreadable"] = result.unreadable;
  json["scores"] = result.scores;
  return json;
}

FuzzResult fuzz_result_from_json(const std::string& text) {
  FuzzResult result;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    result.error = kNoResult;
    return result;
  }
  for (const auto& [name, counter] : kFuzzCounters) result.*counter = json[name];
  result.seconds = json["seconds"];
  result.error = json["error"];
  for (const Json& finding : json["findings"]) {
    if (auto read = finding_from_json(finding)) result.findings.push_back(*std::move(read));
  }
  result.files = json["files"].get<std::vector<std::string>>();
  result.unreadable = json["unreadable"].get<std::vector<std::string>>();
  result.scores = json["scores"].get<std::vector<Json>>();
  return result;
}

}  // namespace halflsb
