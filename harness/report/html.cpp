// The page: one file that needs nothing else, and loads nothing even if it were tricked into it.
#include "harness/report/html.h"

#include <fmt/format.h>

#include "harness/finding/files.h"
#include "harness/report/assets.h"
#include "harness/report/escape.h"

namespace halflsb::report {
namespace {

constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

std::string script(std::string_view code) { return "<script>\n" + std::string(code) + "\n</script>\n"; }

// The page's name in a browser's tab: what is known at a glance.
std::string page_title(const Report& report) { return "HalfLSB: " + headline(totals_of(report)); }

std::string footer() {
  std::string text = "<footer>\n<p>HalfLSB " HALFLSB_VERSION
                     ". Errors are in LSB of the output: got, or the scheme's output, "
                     "minus the real value, both clamped.";
  if (!kDygraphsJs.empty()) text += " Plots: dygraphs, MIT licence; drag to zoom, double-click to go back.";
  return text + "</p>\n</footer>\n";
}

}  // namespace

std::string count_html(const std::optional<std::uint64_t>& count) {
  return count ? grouped(std::to_string(*count), "&#8239;") : std::string("&ndash;");
}

std::string badge(Verdict verdict) {
  const char* mark = as_expected(verdict) ? (verdict == Verdict::known ? "&#9679;" : "&#10003;") : "&#10007;";
  return fmt::format("<span class=\"badge {}\"><span aria-hidden=\"true\">{}</span> {}</span>", name_of(verdict), mark,
                     label_of(verdict));
}

std::string finding_anchor(const ReportedFinding& reported) { return "f-" + stem_of(reported.finding); }

std::string plot(const char* kind, std::size_t index, const std::string& what) {
  if (kDygraphsJs.empty()) return "";
  return fmt::format(
      "<figure>\n<figcaption>{0}</figcaption>\n"
      "<div class=\"plot\" data-kind=\"{1}\" data-index=\"{2}\" role=\"img\" aria-label=\"{0}\"></div>\n"
      "<div class=\"legend\" aria-hidden=\"true\"></div>\n</figure>\n",
      escaped(what), kind, index);
}

std::string copyable(const std::string& markup_id, const std::string& text, const char* what) {
  return fmt::format(
      "<div class=\"copyable\"><button type=\"button\" data-copy=\"{0}\" aria-label=\"copy {2}\">copy</button>"
      "<pre id=\"{0}\">{1}</pre></div>\n",
      escaped(markup_id), escaped(text), what);
}

std::string report_html(const Report& report, const Curves& curves) {
  const bool plots = !kDygraphsJs.empty();
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n",
      kPolicy, escaped(page_title(report)));
  page += fmt::format("<style>\n{}\n{}\n</style>\n</head>\n<body>\n", kDygraphsCss, kPageCss);
  page += summary_html(report) + "<main>\n";
  if (!plots) {
    page +=
        "<p class=\"note\">Plots are left out: this halflsb was built without the plot library (Debian: "
        "libjs-dygraphs). The "
        "tables are complete.</p>\n";
  }
  page += targets_html(report) + unreadable_html(report) + findings_html(report, curves) + curves_html(report, curves) +
          histories_html(report);
  if (report.scoreboard) page += scoreboard_html(*report.scoreboard);
  page += "</main>\n" + footer();
  if (plots) {
    const Json data{{"curves", curves_data(curves)},
                    {"histories", histories_data(report)},
                    {"scoreboard", report.scoreboard ? scoreboard_data(*report.scoreboard) : Json()}};
    page += "<script type=\"application/json\" id=\"data\">" + json_in_script(data) + "</script>\n";
    page += script(fmt::format("/*\n{}*/\n{}", kDygraphsLicence, kDygraphsJs));
  }
  return page + script(kPageJs) + "</body>\n</html>\n";
}

}  // namespace halflsb::report
