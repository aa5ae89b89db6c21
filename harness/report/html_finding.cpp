// A finding on the page: its tensors, its failing output step by step, and how to have it again.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/finding/gtest_case.h"
#include "harness/finding/json.h"
#include "harness/finding/matrix.h"
#include "harness/finding/steps.h"
#include "harness/problem/text.h"
#include "harness/report/escape.h"
#include "harness/report/html.h"

namespace halflsb::report {
namespace {

constexpr std::size_t kMostFindingsOpen = 5;  // findings that are shown at once; the others open with a click

std::string tensor_html(const DrawnTensor& tensor, const std::string& got) {
  std::string caption = escaped(tensor.title);
  if (!tensor.marks.empty()) caption += "; framed: " + escaped(tensor.marks);
  if (tensor.cut()) {
    caption += fmt::format("; {} of {} rows and {} of {} columns shown", tensor.shown.size(), tensor.rows,
                           tensor.shown.front().cells.size(), tensor.columns);
  }
  std::string html = "<div class=\"tensor\"><p>" + caption + "</p>\n<table><tbody>\n";
  for (const DrawnTensor::Row& row : tensor.shown) {
    html += "<tr>";
    if (!row.name.empty()) html += "<th scope=\"row\">" + escaped(row.name) + "</th>";
    for (const DrawnTensor::Cell& cell : row.cells) {
      const std::string value = escaped(cell.value);
      if (!cell.marked) {
        html += "<td>" + value + "</td>";
      } else if (got.empty()) {
        html += "<td class=\"framed\">[" + value + "]</td>";
      } else {
        html += "<td class=\"framed failing\"><span>want " + value + "</span><b>got " + escaped(got) + "</b></td>";
      }
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string tensors_html(const Finding& finding) {
  const std::vector<DrawnTensor> drawn = drawn_tensors(finding);
  const std::string got = shows_output(finding.mismatch) ? std::to_string(finding.mismatch.got) : "";
  std::string html = "<div class=\"tensors wide\">\n";
  for (const DrawnTensor& tensor : drawn) html += tensor_html(tensor, &tensor == &drawn.back() ? got : "");
  return html + "</div>\n";
}

// The row that overflows first is marked in words, by its frame, and by its colour.
std::string steps_html(const Finding& finding) {
  const Mismatch& mismatch = finding.mismatch;
  const OutputExplanation explanation = explain_output(finding.problem, mismatch.where);
  std::string html = fmt::format(
      "<div class=\"wide\"><table class=\"steps\"><caption>Step by step, output "
      "({})</caption>\n<thead><tr><th>Step</th>"
      "<th></th><th class=\"n\">Exact</th><th class=\"n\">In register</th><th "
      "class=\"n\">Bits</th></tr></thead>\n<tbody>\n",
      fmt::join(mismatch.where, ","));
  bool overflowed = false;
  for (const Row& row : explanation.rows) {
    const bool first = row.overflows && !overflowed;
    overflowed = overflowed || row.overflows;
    const char* note = row.saturated ? "<small>saturated</small>" : "";
    if (row.overflows) note = first ? "<small>&#9650; first overflow</small>" : "<small>overflows</small>";
    const std::string in_register = to_text(row.in_register);
    html += fmt::format(
        "<tr{}><th scope=\"row\">{}{}</th><td><code>{}</code></td><td class=\"n\">{}</td><td class=\"n\">{}</td>"
        "<td class=\"n\">{}</td></tr>\n",
        first ? " class=\"overflow\"" : "", escaped(row.step), note, escaped(row.operation), to_text(row.exact),
        row.in_register == row.exact ? in_register : "<b>&ne; " + in_register + "</b>",
        row.width == 0 ? "" : std::to_string(row.width));
  }
  html += fmt::format(
      "</tbody>\n<tfoot><tr class=\"want\"><th scope=\"row\">want<small>real value {}</small></th><td></td>"
      "<td class=\"n\"><b>{}</b></td><td></td><td></td></tr>\n"
      "<tr class=\"got\"><th scope=\"row\">got<small>error {} LSB</small></th><td></td><td></td>"
      "<td class=\"n\"><b>{}</b></td><td></td></tr></tfoot>\n</table></div>\n",
      escaped(readable(explanation.real)), escaped(mismatch.want), escaped(readable(mismatch.error)), mismatch.got);
  if (explanation.rows.empty()) return html;
  const Row& last = explanation.rows.back();
  if (last.in_register != last.exact && last.in_register == mismatch.got)
    html +=
        "<p>The kernel's answer is what the registers hold: it overflows where the scheme's integers are "
        "unbounded.</p>\n";
  return html;
}

// Also of a kernel that is not part of this program, where its case was kept.
std::string case_html(const ReportedFinding& reported, const std::string& id) {
  const Finding& finding = reported.finding;
  const RegisteredTarget* target = ran_elsewhere(finding) ? nullptr : find_target(finding.target);
  const bool fits = target != nullptr && target->target->kind == kind_of(finding.problem) &&
                    outside_domain(*target->target, finding.problem).empty();
  const std::string text = fits ? to_gtest(finding, *target->target) : reported.kept_case;
  if (text.empty())
    return "<p class=\"note\">No GoogleTest case: the kernel is not part of this program (see --plugin).</p>\n";
  return "<details class=\"case\"><summary>GoogleTest case</summary>\n" +
         copyable(id + "-case", text, "the GoogleTest case") + "</details>\n";
}

std::string contract_html(const TargetReport& target) {
  const Recipe* recipe = find_recipe(target.scheme);
  if (!target.tolerance.empty())
    return "<p>Promised: within " + escaped(target.tolerance) +
           " LSB of the real value N &times; factor + zero point, clamped.</p>\n";
  if (recipe == nullptr) return "";
  return fmt::format("<p>Promised, bit for bit: {}, <code>{}</code> on unbounded integers, then the clamp.</p>\n",
                     recipe->name, escaped(recipe->formula));
}

std::string found_text(const Finding& finding) {
  const FoundBy& by = finding.found_by;
  std::string text =
      fmt::format("Found by {} after {} problem{} in {}, seed {}.", by.engine, grouped(std::to_string(by.problems)),
                  by.problems == 1 ? "" : "s", duration(by.seconds), by.seed);
  if (finding.minimal == Minimal::proved) text += " Minimal: proved.";
  if (finding.minimal == Minimal::local) text += " Minimal: no single simplification of it fails.";
  return text;
}

std::string finding_html(const ReportedFinding& reported, const TargetReport& target, bool open,
                         const std::optional<std::size_t>& set) {
  const Finding& finding = reported.finding;
  const std::string id = finding_anchor(reported);
  std::string html = fmt::format(
      "<details class=\"finding\" id=\"{}\"{}><summary><span class=\"badge {}\">{}</span> <b>{}</b>: {}</summary>\n",
      escaped(id), open ? " open" : "", !reported.known && target.expected_to_pass ? "fail" : "known",
      reported.known ? "known" : "new", escaped(finding.target), escaped(title_of(finding)));
  html += contract_html(target);
  if (!finding.mismatch.detail.empty()) html += "<p>" + escaped(finding.mismatch.detail) + "</p>\n";
  html += tensors_html(finding);
  if (shows_output(finding.mismatch)) html += steps_html(finding);
  html += "<h4>Again</h4>\n" + copyable(id + "-replay", replay_line(finding), "the replay line");
  html += case_html(reported, id);
  html += "<p class=\"note\">" + escaped(found_text(finding)) + " File: <code>" + escaped(reported.file) + "</code>.";
  if (set) html += fmt::format(" <a href=\"#set-{}\">The errors of these parameters</a>.", *set);
  return html + "</p>\n</details>\n";
}

}  // namespace

std::string findings_html(const Report& report, const Curves& curves) {
  if (report.findings.empty()) return "";
  std::string html = "<section id=\"findings\">\n<h2>Findings</h2>\n";
  std::size_t opened = 0;
  for (const TargetReport& target : report.targets) {
    for (const std::size_t i : target.findings) {
      const ReportedFinding& reported = report.findings[i];
      const bool open = !reported.known && opened < kMostFindingsOpen;
      opened += open ? 1 : 0;
      html += finding_html(reported, target, open, curves.sets.of_finding[i]);
    }
  }
  return html + "</section>\n";
}

}  // namespace halflsb::report
