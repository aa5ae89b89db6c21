#include "harness/campaign/result_json.h"

#include "harness/finding/json.h"

namespace halflsb {
namespace {

constexpr std::array kVerdicts{Verdict::pass,    Verdict::fail,       Verdict::crash,      Verdict::nondeterministic,
                               Verdict::timeout, Verdict::mistrusted, Verdict::unsupported};

// The counters of a Health, by name.
constexpr std::array<std::pair<const char*, std::uint64_t Health::*>, 5> kCounters{
    {{"outputs", &Health::outputs},
     {"at_rail", &Health::at_rail},
     {"equal_to_zero_point", &Health::equal_to_zero_point},
     {"ties", &Health::ties},
     {"near_frontier", &Health::near_frontier}}};

}  // namespace

Json to_json(const CampaignResult& result) {
  Json health;
  for (const auto& [name, counter] : kCounters) health[name] = result.health.*counter;
  return {{"verdict", name_of(result.verdict)},
          {"problems", result.problems},
          {"outside", result.outside},
          {"health", std::move(health)},
          {"detail", result.detail},
          {"finding", result.finding ? to_json(*result.finding) : Json()}};
}

CampaignResult campaign_result_from_json(const std::string& text) {
  CampaignResult result;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    result.verdict = Verdict::crash;
    result.detail = "the process that ran it ended without a result";
    return result;
  }
  for (const Verdict verdict : kVerdicts) {
    if (json["verdict"] == name_of(verdict)) result.verdict = verdict;
  }
  result.problems = json["problems"];
  result.outside = json["outside"];
  for (const auto& [name, counter] : kCounters) result.health.*counter = json["health"][name];
  result.detail = json["detail"];
  if (auto finding = finding_from_json(json["finding"])) result.finding = *std::move(finding);
  return result;
}

}  // namespace halflsb
