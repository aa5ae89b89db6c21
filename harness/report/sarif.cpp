// SARIF 2.1.0 (OASIS): one run, a rule for each reason, a result for each finding.
#include <algorithm>
#include <array>

#include "harness/finding/json.h"
#include "harness/report/escape.h"
#include "harness/report/writers.h"

namespace halflsb::report {
namespace {

struct Rule {
  Reason reason;
  const char* what;
};

constexpr std::array<Rule, 6> kRules{
    {{Reason::mismatch, "An output differs from what the promised scheme computes, bit for bit."},
     {Reason::tolerance, "An output is farther from the real value than the promised tolerance."},
     {Reason::out_of_bounds, "The kernel reads or writes memory that is not its own."},
     {Reason::crash, "The kernel ends the process that called it."},
     {Reason::timeout, "The kernel does not return in time."},
     {Reason::nondeterministic, "The kernel answers the same problem differently."}}};

Json message(const std::string& text) { return {{"text", text}}; }

Json rules() {
  Json rules = Json::array();
  for (const Rule& rule : kRules) {
    rules.push_back({{"id", name_of(rule.reason)},
                     {"shortDescription", message(rule.what)},
                     {"defaultConfiguration", {{"level", "error"}}}});
  }
  return rules;
}

std::size_t index_of(Reason reason) {
  const auto is_it = [&](const Rule& rule) { return rule.reason == reason; };
  return static_cast<std::size_t>(std::find_if(kRules.begin(), kRules.end(), is_it) - kRules.begin());
}

Json result_of(const ReportedFinding& reported, const TargetReport& target) {
  const Finding& finding = reported.finding;
  const char* level = !target.expected_to_pass ? "note" : (reported.known ? "warning" : "error");
  Json result{{"ruleId", name_of(finding.mismatch.reason)},
              {"ruleIndex", index_of(finding.mismatch.reason)},
              {"kind", "fail"},
              {"level", level},
              {"message", message(finding.target + ": " + to_text(finding.mismatch) + "\n" + replay_line(finding))}};
  const Json logical{{"name", finding.target}, {"fullyQualifiedName", finding.target}, {"kind", "function"}};
  const Json file{{"artifactLocation", {{"uri", uri_of(reported.file)}, {"uriBaseId", "CAMPAIGN"}}}};
  result["locations"] = Json::array({{{"physicalLocation", file}, {"logicalLocations", Json::array({logical})}}});
  result["partialFingerprints"] = {{"halflsb/signature/v1", signature(finding)}};
  if (reported.known)
    result["suppressions"] = Json::array({{{"kind", "external"}, {"justification", "a known finding"}}});
  return result;
}

Json invocation_of(const Report& report) {
  Json notifications = Json::array();
  for (const Unreadable& file : report.unreadable)
    notifications.push_back({{"level", "warning"}, {"message", message(file.file + ": " + file.why)}});
  bool successful = true;
  for (const TargetReport& target : report.targets) {
    if (target.error.empty()) continue;
    successful = false;
    notifications.push_back({{"level", "error"}, {"message", message(target.name + ": " + target.error)}});
  }
  return {{"executionSuccessful", successful}, {"toolExecutionNotifications", std::move(notifications)}};
}

}  // namespace

std::string report_sarif(const Report& report) {
  Json results = Json::array();
  for (const TargetReport& target : report.targets) {
    for (const std::size_t i : target.findings) results.push_back(result_of(report.findings[i], target));
  }
  const Json driver{{"name", "halflsb"}, {"version", HALFLSB_VERSION}, {"rules", rules()}};
  const Json base{{"CAMPAIGN", {{"description", message("the directory that the report is of")}}}};
  const Json run{{"tool", {{"driver", driver}}},
                 {"invocations", Json::array({invocation_of(report)})},
                 {"originalUriBaseIds", base},
                 {"results", std::move(results)}};
  const Json log{
      {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", Json::array({run})}};
  return log.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace halflsb::report
