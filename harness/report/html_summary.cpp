// The top of the page, which a person grasps in ten seconds; the targets; and the files that could not be read.
#include <fmt/format.h>

#include <map>

#include "harness/finding/json.h"
#include "harness/finding/render.h"
#include "harness/report/escape.h"
#include "harness/report/html.h"

namespace halflsb::report {
namespace {

std::string fact(const char* name, const std::string& value, const std::string& more = "") {
  return fmt::format("<div><dt>{}</dt><dd><b>{}</b>{}</dd></div>\n", name, value,
                     more.empty() ? "" : "<small>" + more + "</small>");
}

std::string kinds(const Report& report) {
  std::map<std::string, std::size_t> counts;
  for (const TargetReport& target : report.targets) ++counts[target.kind.empty() ? "of unknown kind" : target.kind];
  std::string text;
  for (const auto& [kind, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, escaped(kind));
  return text;
}

std::string contract(const TargetReport& target) {
  if (!target.tolerance.empty()) return "within " + escaped(target.tolerance) + " LSB";
  return escaped(target.scheme);
}

std::string findings_cell(const TargetReport& target, const Report& report) {
  if (!target.error.empty() && target.findings.empty()) return escaped(target.error);
  if (target.findings.empty()) return "&ndash;";
  std::string text = target.news > 0 ? fmt::format("<b>{} new</b>", target.news) : "";
  if (target.known > 0) text += fmt::format("{}{} known", text.empty() ? "" : ", ", target.known);
  return fmt::format("<a href=\"#{}\">{}</a>", escaped(finding_anchor(report.findings[target.findings.front()])), text);
}

// The largest error that was met, and the largest there is for those parameters.
std::string worst_cell(const TargetReport& target) {
  const Worst* most = nullptr;
  for (const Worst& worst : target.worst) {
    if (worst.error && (most == nullptr || *worst.error > *most->error)) most = &worst;
  }
  if (most == nullptr) return "&ndash;";
  std::string text = fmt::format("{:.6g}", to_decimal(*most->error));
  if (most->proved) text += fmt::format(" of {:.6g}", to_decimal(*most->proved));
  return text;
}

std::string row(const TargetReport& target, const Report& report) {
  return fmt::format(
      "<tr><td>{}</td><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>"
      "<td class=\"n\">{}</td></tr>\n",
      badge(target.verdict()), escaped(target.name), contract(target), findings_cell(target, report),
      count_html(target.executions), target.seconds ? duration(*target.seconds) : "&ndash;", worst_cell(target));
}

}  // namespace

std::string summary_html(const Report& report) {
  const Totals totals = totals_of(report);
  const bool good = totals.unexpected == 0;
  std::string head = headline(totals);
  head[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(head[0])));
  std::string html = fmt::format(
      "<header class=\"{}\">\n<p class=\"of\">HalfLSB report of <code>{}</code></p>\n"
      "<h1><span class=\"mark\" aria-hidden=\"true\">{}</span> {}</h1>\n<p class=\"verdicts\">",
      good ? "good" : "bad", escaped(report.directory), good ? "&#10003;" : "&#10007;", escaped(head));
  for (const auto& [verdict, count] : totals.verdicts) html += fmt::format("<b>{}</b> {} ", count, badge(verdict));
  html += "</p>\n<dl class=\"facts\">\n";
  html += fact("Checked", fmt::format("{} target{}", totals.targets, totals.targets == 1 ? "" : "s"), kinds(report));
  if (totals.executions) html += fact("How much", count_html(totals.executions), "executions");
  if (totals.seconds) html += fact("How long", duration(*totals.seconds), "of all targets together");
  html += fact("Findings", fmt::format("{} new", totals.news), fmt::format("{} known", totals.known));
  if (!report.unreadable.empty())
    html += fact("Unreadable", fmt::format("<a href=\"#unreadable\">{} file{}</a>", report.unreadable.size(),
                                           report.unreadable.size() == 1 ? "" : "s"));
  html += "</dl>\n";
  if (!totals.executions && !totals.seconds)
    html += "<p class=\"note\">Findings only: what was checked and held is not recorded in this directory.</p>\n";
  return html + "</header>\n";
}

std::string targets_html(const Report& report) {
  std::string html =
      "<section id=\"targets\">\n<h2>Targets</h2>\n<div class=\"wide\"><table "
      "class=\"targets\">\n<thead><tr><th>Verdict</th>"
      "<th>Target</th><th>Contract</th><th>Findings</th><th class=\"n\">Executions</th><th class=\"n\">Time</th>"
      "<th class=\"n\">Worst |error| met, of the proven one, LSB</th></tr></thead>\n<tbody>\n";
  for (const TargetReport& target : report.targets) html += row(target, report);
  return html + "</tbody>\n</table></div>\n</section>\n";
}

std::string unreadable_html(const Report& report) {
  if (report.unreadable.empty()) return "";
  std::string html =
      "<section id=\"unreadable\">\n<h2>Unreadable files</h2>\n<p>They are not part of this report.</p>\n<ul>\n";
  for (const Unreadable& file : report.unreadable)
    html += fmt::format("<li><code>{}</code>: {}</li>\n", escaped(file.file), escaped(file.why));
  return html + "</ul>\n</section>\n";
}

}  // namespace halflsb::report
