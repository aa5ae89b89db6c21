#include "harness/campaign/status.h"

#include <filesystem>

#include "harness/finding/write_file.h"
#include "harness/readers/read_file.h"

namespace halflsb {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 24;

constexpr std::array<std::pair<const char*, std::uint64_t CampaignStatus::*>, 5> kCounters{
    {{"runs", &CampaignStatus::runs},
     {"rounds", &CampaignStatus::rounds},
     {"executions", &CampaignStatus::executions},
     {"repeated", &CampaignStatus::repeated},
     {"unconfirmed", &CampaignStatus::unconfirmed}}};

Json to_json(const StatusSample& sample) {
  return {{"seconds", sample.seconds},
          {"executions", sample.executions},
          {"corpus", sample.corpus},
          {"worst", sample.worst < 0 ? Json() : Json(sample.worst)}};
}

StatusSample sample_of(const Json& json) {
  return {json.at("seconds"), json.at("executions"), json.at("corpus"),
          json.at("worst").is_null() ? -1 : json.at("worst").get<double>()};
}

CampaignStatus status_of(const Json& json) {
  CampaignStatus status;
  for (const auto& [name, counter] : kCounters) status.*counter = json.at(name);
  status.seconds = json.at("seconds");
  for (const Json& sample : json.at("history")) status.history.push_back(sample_of(sample));
  status.triaged = json.at("triaged").get<std::set<std::string>>();
  for (const Json& finding : json.at("findings")) status.findings.push_back(finding.at("file"));
  status.worst = json.at("worst");
  return status;
}

}  // namespace

void CampaignStatus::add(const StatusSample& sample) {
  history.push_back(sample);
  if (history.size() <= kMostSamples) return;
  std::vector<StatusSample> thinned;
  for (std::size_t i = 0; i < history.size(); i += 2) thinned.push_back(history[i]);
  if (thinned.back().seconds < history.back().seconds) thinned.push_back(history.back());
  history = std::move(thinned);
}

std::string status_path(const std::string& directory, const std::string& target) {
  return directory + "/status/" + target + ".json";
}

Result<CampaignStatus> load_status(const std::string& directory, const std::string& target) {
  const std::string path = status_path(directory, target);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return CampaignStatus{};
  const auto text = read_file(path, kMostBytes);
  if (!text) return text.error();
  try {
    return status_of(Json::parse(*text));
  } catch (const Json::exception&) {
    return Error{path + ": is not a campaign's status (move it away to begin anew)"};
  }
}

std::optional<Error> save_status(const std::string& directory, const RegisteredTarget& target,
                                 const CampaignStatus& status) {
  const halflsb_target& t = *target.target;
  const auto text = [](const char* value) { return value == nullptr ? Json() : Json(value); };
  Json json{{"target", t.name},
            {"kind", t.kind},
            {"scheme", text(t.scheme)},
            {"tolerance", text(t.tolerance)},
            {"expected", target.expected_to_pass() ? "pass" : "fail"},
            {"plugin", target.plugin}};
  for (const auto& [name, counter] : kCounters) json[name] = status.*counter;
  json["seconds"] = status.seconds;
  json["error"] = status.error;
  json["history"] = Json::array();
  for (const StatusSample& sample : status.history) json["history"].push_back(to_json(sample));
  json["triaged"] = status.triaged;
  json["findings"] = Json::array();
  for (const std::string& file : status.findings) json["findings"].push_back({{"file", file}});
  json["worst"] = status.worst;
  return write_file(status_path(directory, t.name), json.dump(1, ' ', true, Json::error_handler_t::replace) + "\n");
}

}  // namespace halflsb
