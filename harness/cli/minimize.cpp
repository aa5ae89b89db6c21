// halflsb minimize: shrinks a failing problem, wherever it comes from.
#include <fmt/format.h>

#include <iostream>

#include "harness/campaign/campaign.h"
#include "harness/campaign/isolated_check.h"
#include "harness/cli/check_report.h"
#include "harness/cli/problem_flags.h"
#include "harness/finding/files.h"
#include "harness/finding/json.h"

namespace halflsb::cli {
namespace {

struct MinimizeCommand {
  ProblemFlags problem;
  TimeLimitFlag limit;
  std::string format = "text", out;
  bool promote = false;
};

int report_no_failure(const MinimizeCommand& options, const Outcome& outcome) {
  const bool unsupported = outcome.verdict == Verdict::unsupported;
  if (options.format == "json") {
    print_line({{"command", "minimize"},
                {"verdict", name_of(outcome.verdict)},
                {"detail", outcome.detail},
                {"finding", nullptr},
                {"files", Json::array()}});
  } else {
    std::cout << (unsupported ? "unsupported: " + outcome.detail : "nothing to minimize: the target passes") << "\n";
  }
  return unsupported ? kUndecided : kHolds;
}

int minimize_command(const MinimizeCommand& options) {
  const auto named = options.problem.get();
  if (!named) return usage_error("minimize", named.error().message);
  if (named->target.empty()) return usage_error("minimize", "--target is missing (expected the name of a target)");
  const auto limit = options.limit.get();
  if (!limit) return usage_error("minimize", limit.error().message);
  const RegisteredTarget& registered = *find_target(named->target);
  const halflsb_target& target = *registered.target;
  if (options.promote && !registered.plugin.empty()) {
    return usage_error("minimize",
                       "--promote: " + named->target + " is a target of the plug-in " + registered.plugin +
                           ", which ctest cannot load (expected a target of this build; --out keeps the finding)");
  }

  const Outcome outcome = isolated_check(target, named->problem, *limit);
  if (!outcome.mismatch) return report_no_failure(options, outcome);
  Finding finding{target.name, named->problem, *outcome.mismatch, {}, Minimal::no};
  if (named->finding) finding.found_by = named->finding->found_by;
  const std::size_t before = element_count(finding.problem);
  finding = confirm(target, std::move(finding), *limit);
  finding.plugin = registered.plugin;

  Json files = Json::array();
  for (const std::string& directory : {options.out, std::string(options.promote ? kRegressions : "")}) {
    if (directory.empty()) continue;
    const auto written =
        directory == kRegressions ? write_json(finding, directory) : write_finding(finding, target, directory);
    if (!written) return usage_error("minimize", written.error().message);
    files.push_back(*written);
  }
  if (options.format == "json") {
    print_line({{"command", "minimize"},
                {"verdict", name_of(verdict_of(finding.mismatch.reason))},
                {"detail", ""},
                {"finding", to_json(finding)},
                {"files", std::move(files)}});
    return kFinding;
  }
  std::cout << fmt::format("{}: from {} to {} elements, {}\n{}", target.name, before, element_count(finding.problem),
                           finding.minimal == Minimal::proved  ? "proved minimal"
                           : finding.minimal == Minimal::local ? "locally minimal"
                                                               : "not minimal",
                           to_text(finding));
  for (const Json& file : files) std::cout << "    " << file.get<std::string>() << "\n";
  return kFinding;
}

}  // namespace

void add_minimize(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("minimize", "shrinks a failing problem as far as it still fails");
  auto options = std::make_shared<MinimizeCommand>();
  options->problem.add_to(command);
  command.add_option("--out", options->out, "a directory for the finding: JSON, Markdown and a GoogleTest case");
  command.add_flag("--promote", options->promote,
                   std::string("adds it to ") + kRegressions +
                       ", which ctest replays; not for a plug-in's target, which ctest does not have");
  options->limit.add_to(command);
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = minimize_command(*options); });
}

}  // namespace halflsb::cli
