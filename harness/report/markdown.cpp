// The report as Markdown: a summary, the targets that need a look, and each finding in a few lines.
#include <fmt/format.h>

#include "harness/finding/json.h"
#include "harness/finding/render.h"
#include "harness/report/escape.h"
#include "harness/report/writers.h"

namespace halflsb::report {
namespace {

std::string or_dash(const std::optional<std::uint64_t>& count) {
  return count ? grouped(std::to_string(*count)) : std::string("-");
}

std::string row(const TargetReport& target) {
  const Verdict verdict = target.verdict();
  const std::string label(label_of(verdict));
  std::string findings = target.news + target.known == 0 ? "-" : fmt::format("{} new", target.news);
  if (target.known > 0) findings += fmt::format(", {} known", target.known);
  if (!target.error.empty()) findings += ": " + in_markdown(target.error);
  return fmt::format("| {} | {} | {} | {} | {} |\n", as_expected(verdict) ? label : "**" + label + "**",
                     in_markdown(target.name), findings, or_dash(target.executions),
                     target.seconds ? duration(*target.seconds) : "-");
}

std::string section(const ReportedFinding& reported) {
  const Finding& finding = reported.finding;
  std::string text = fmt::format("### {}: {}{}\n\n", in_markdown(finding.target), in_markdown(title_of(finding)),
                                 reported.known ? " (known)" : "");
  if (shows_output(finding.mismatch)) text += fmt::format("Error {} LSB. ", readable(finding.mismatch.error));
  if (!finding.mismatch.detail.empty()) text += in_markdown(finding.mismatch.detail) + ". ";
  return text + fmt::format("Signature `{}`.\n\n```\n{}\n```\n\n", signature(finding), replay_line(finding));
}

}  // namespace

std::string report_markdown(const Report& report) {
  const Totals totals = totals_of(report);
  std::string text = fmt::format("# HalfLSB: {}\n\n{}.", headline(totals), verdict_counts(totals));
  if (totals.executions) text += fmt::format(" {} executions.", grouped(std::to_string(*totals.executions)));
  if (totals.seconds) text += fmt::format(" {}.", duration(*totals.seconds));
  text += "\n\n| verdict | target | findings | executions | time |\n|---|---|---|---:|---:|\n";
  for (const TargetReport& target : report.targets) text += row(target);
  if (!report.unreadable.empty()) text += "\n## Unreadable\n\n";
  for (const Unreadable& file : report.unreadable)
    text += fmt::format("- {}: {}\n", in_markdown(file.file), in_markdown(file.why));
  if (!report.findings.empty()) text += "\n## Findings\n\n";
  for (const TargetReport& target : report.targets) {
    for (const std::size_t i : target.findings) text += section(report.findings[i]);
  }
  return text;
}

}  // namespace halflsb::report
