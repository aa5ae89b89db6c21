// The report for the terminal, and what all formats say in the same words.
#include <fmt/format.h>

#include "harness/finding/json.h"
#include "harness/readers/excerpt.h"
#include "harness/report/writers.h"

namespace halflsb::report {

std::string title_of(const Finding& finding) {
  const Mismatch& mismatch = finding.mismatch;
  std::string text(name_of(mismatch.reason));
  if (shows_output(mismatch)) text += fmt::format(", want {}, got {}", mismatch.want, mismatch.got);
  return text;
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  if (whole >= 3600) return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
  if (whole >= 120) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{:.1f} s", seconds);
}

std::string grouped(std::string digits, std::string_view space) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, space);
  return digits;
}

Curves curves_of(const Report& report) {
  Curves result{parameter_sets_of(report), {}};
  for (const ParameterSet& set : result.sets.kept) result.curves.push_back(error_curve(set.requantization));
  return result;
}

std::string report_text(const Report& report) {
  const Totals totals = totals_of(report);
  std::string text;
  for (const TargetReport& target : report.targets) {
    if (as_expected(target.verdict())) continue;
    text += fmt::format("{:<10} {}", label_of(target.verdict()), target.name);
    if (target.news > 0) text += fmt::format(", {} new finding{}", target.news, target.news == 1 ? "" : "s");
    if (!target.error.empty()) text += ": " + one_line(target.error);
    text += "\n";
  }
  text += fmt::format("{}: {}\n", headline(totals), verdict_counts(totals));
  if (totals.executions) text += grouped(std::to_string(*totals.executions)) + " executions, ";
  if (totals.seconds) text += duration(*totals.seconds) + ", ";
  return text + fmt::format("{} new finding{}, {} known\n", totals.news, totals.news == 1 ? "" : "s", totals.known);
}

}  // namespace halflsb::report
