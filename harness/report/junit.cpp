// JUnit XML in the form that both the schema of Ant's JUnit tasks and that of Jenkins' xUnit plug-in take: every attribute that either
// requires, and nothing that one of them does not know.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "harness/finding/json.h"
#include "harness/report/escape.h"
#include "harness/report/writers.h"

namespace halflsb::report {
namespace {

std::string property(const char* name, const std::string& value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, escaped(value));
}

// A test case holds at most one: the findings are its text.
std::string problem_of(const TargetReport& target, const Report& report) {
  const Verdict verdict = target.verdict();
  if (as_expected(verdict)) return "";
  const char* element = verdict == Verdict::fail || verdict == Verdict::not_found ? "failure" : "error";
  std::string message, text;
  if (verdict == Verdict::fail) {
    message = fmt::format("{} new finding{}", target.news, target.news == 1 ? "" : "s");
    for (const std::size_t i : target.findings) {
      const ReportedFinding& reported = report.findings[i];
      if (!reported.known) text += to_text(reported.finding.mismatch) + "\n" + replay_line(reported.finding) + "\n";
    }
  } else if (verdict == Verdict::not_found) {
    message = "its known defect was not found";
  } else {
    message = verdict == Verdict::error ? target.error : "nothing was executed";
  }
  return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n", element, name_of(verdict), escaped(message),
                     escaped(text));
}

}  // namespace

std::string report_junit(const Report& report) {
  const Totals totals = totals_of(report);
  std::size_t failures = 0, errors = 0;
  std::string cases;
  for (const TargetReport& target : report.targets) {
    const std::string problem = problem_of(target, report);
    failures += problem.find("<failure ") != std::string::npos ? 1 : 0;
    errors += problem.find("<error ") != std::string::npos ? 1 : 0;
    cases += fmt::format("    <testcase name=\"{}\" classname=\"halflsb.{}\" time=\"{:.3f}\"", escaped(target.name),
                         escaped(target.kind.empty() ? "target" : target.kind), target.seconds.value_or(0));
    cases += problem.empty() ? "/>\n" : ">\n" + problem + "    </testcase>\n";
  }
  std::string properties = property("directory", report.directory) +
                           property("new findings", std::to_string(totals.news)) +
                           property("known findings", std::to_string(totals.known));
  if (totals.executions) properties += property("executions", std::to_string(*totals.executions));
  std::string unreadable;
  for (const Unreadable& file : report.unreadable) unreadable += file.file + ": " + file.why + "\n";
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite name=\"halflsb\" package=\"halflsb\" id=\"0\" timestamp=\"{:%Y-%m-%dT%H:%M:%S}\" "
      "hostname=\"localhost\" "
      "tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.3f}\">\n"
      "    <properties>\n{}    </properties>\n{}    <system-out>{}</system-out>\n    <system-err>{}</system-err>\n"
      "  </testsuite>\n</testsuites>\n",
      fmt::gmtime(report.newest), report.targets.size(), failures, errors, totals.seconds.value_or(0), properties,
      cases, escaped(report_text(report)), escaped(unreadable));
}

}  // namespace halflsb::report
