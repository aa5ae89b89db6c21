// halflsb report: what a campaign found, as files for people and for programs.
#include <fmt/format.h>

#include <iostream>

#include "harness/cli/target_flags.h"
#include "harness/finding/write_file.h"
#include "harness/readers/excerpt.h"
#include "harness/report/campaign_dir.h"
#include "harness/report/writers.h"

namespace halflsb::cli {
namespace {

struct ReportCommand {
  std::string directory, scoreboard, html, json, junit, sarif, markdown, format = "text";
  PluginFlags plugins;
  KnownFlag known;
};

std::string text_of(const Json& json) { return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n"; }

int report_command(const ReportCommand& options) {
  if (options.directory.empty()) return usage_error("report", "DIR is missing (expected the --out of fuzz or check)");
  if (const auto error = options.plugins.load()) return usage_error("report", error->message);
  const auto known = options.known.get();
  if (!known) return usage_error("report", known.error().message);
  auto report = report::read_campaign(options.directory, *known);
  if (!report) return usage_error("report", report.error().message);
  if (!options.scoreboard.empty()) {
    const auto board = report::read_scoreboard(options.scoreboard);
    if (!board) return usage_error("report", "--scoreboard " + board.error().message);
    report->scoreboard = *board;
  }
  for (const report::Unreadable& file : report->unreadable)
    std::cerr << fmt::format("halflsb report: {}: {}\n", one_line(file.file), file.why);
  const bool as_json = options.format == "json";
  const bool with_curves = as_json || !options.html.empty() || !options.json.empty();
  const report::Curves curves = with_curves ? report::curves_of(*report) : report::Curves{};
  const auto write = [&](const std::string& path, auto text) {
    return path.empty() ? std::optional<Error>() : write_file(path, text());
  };
  for (const auto& error : {write(options.html, [&] { return report::report_html(*report, curves); }),
                            write(options.json, [&] { return text_of(report::report_json(*report, curves)); }),
                            write(options.junit, [&] { return report::report_junit(*report); }),
                            write(options.sarif, [&] { return report::report_sarif(*report); }),
                            write(options.markdown, [&] { return report::report_markdown(*report); })}) {
    if (error) return usage_error("report", error->message);
  }
  if (as_json) {
    print_line(report::report_json(*report, curves));
  } else {
    std::cout << report::report_text(*report);
  }
  return kHolds;
}

}  // namespace

void add_report(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("report", "what a campaign found, as HTML, JSON, JUnit, SARIF or Markdown");
  auto options = std::make_shared<ReportCommand>();
  command.add_option("DIR", options->directory, "the --out of fuzz or check");
  command.add_option("--html", options->html, "a page that needs no other file, with plots");
  command.add_option("--json", options->json, "everything, as in harness/cli/schema.json");
  command.add_option("--junit", options->junit, "JUnit XML: a test case for each target");
  command.add_option("--sarif", options->sarif, "SARIF 2.1.0: a result for each finding");
  command.add_option("--markdown", options->markdown, "a summary and the findings, to be pasted");
  command.add_option("--scoreboard", options->scoreboard,
                     "what halflsb scoreboard --format json printed: its table and chart are part of the page");
  options->known.add_to(command);
  options->plugins.add_to(command);
  add_format(command, options->format);
  command.footer(
      "Each of the five takes a file to write. A target that is expected to pass FAILs with a new finding, and one "
      "with a\n"
      "known defect is \"not found\" without any. Exit code 0: the files are written, whatever they say.");
  command.callback([options, exit_code] { *exit_code = report_command(*options); });
}

}  // namespace halflsb::cli
