#include "harness/cli/verify_report.h"

#include <fmt/format.h>

#include "harness/cli/check_report.h"
#include "harness/cli/command.h"
#include "harness/finding/json.h"

namespace halflsb::cli {

int verify_exit_code(Verdict verdict) {
  if (verdict == Verdict::pass) return kHolds;
  return verdict == Verdict::unsupported || verdict == Verdict::mistrusted ? kUndecided : kFinding;
}

std::string verify_text(const VerifyOptions& options, const VerifyResult& result, bool stopped) {
  halflsb_target target{};
  target.name = options.name.c_str();
  const CampaignResult& summary = result.summary;
  std::string text = table_head() + table_row({&target, "elsewhere", ""}, summary, false, false);
  const bool said = summary.health.outputs == 0 ||  // in the row, or by the finding
                    (summary.finding && summary.finding->mismatch.reason == Reason::crash);
  if (summary.verdict == Verdict::crash && !said) text += "    " + summary.detail + "\n";
  for (const Finding& finding : result.findings) {
    text += fmt::format("    problem {}: {}\n", finding.found_by.problems, to_text(finding.mismatch));
    if (&finding == &result.findings.front()) text += "    " + replay_line(finding) + "\n";
  }
  text += fmt::format("\n{} of {} wrong{}\n", result.wrong, plural(summary.problems, "problem"),
                      stopped ? fmt::format(", stopped at --errors {}", options.errors) : "");
  return text;
}

Json verify_json(const VerifyOptions& options, const VerifyResult& result, bool stopped) {
  const CampaignResult& summary = result.summary;
  Json findings = Json::array();
  for (const Finding& finding : result.findings) findings.push_back(to_json(finding));
  return {{"command", "verify"},
          {"results",
           {{{"target", options.name},
             {"expected", "pass"},
             {"problems", summary.problems},
             {"outside", summary.outside},
             {"verdict", name_of(summary.verdict)},
             {"detail", summary.detail},
             {"finding", summary.finding ? to_json(*summary.finding) : Json()},
             {"wrong", result.wrong},
             {"stopped", stopped},
             {"findings", std::move(findings)}}}}};
}

}  // namespace halflsb::cli
