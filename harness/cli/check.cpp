// halflsb check: a property run on some targets.
#include <fmt/format.h>

#include <chrono>
#include <iostream>

#include "harness/campaign/result_json.h"
#include "harness/cli/check_report.h"
#include "harness/cli/progress.h"
#include "harness/cli/target_flags.h"
#include "harness/finding/files.h"
#include "harness/finding/json.h"
#include "harness/isolate/parallel.h"

namespace halflsb::cli {
namespace {

struct CheckCommand {
  TargetFlags targets;
  TimeLimitFlag limit;
  KnownFlag known;
  JobsFlag jobs;
  std::string format = "text", seed = "1", problems = "20000", out;
};

// crash and timeout count as fail.
bool as_expected(const RegisteredTarget& target, Verdict verdict) {
  if (verdict == Verdict::unsupported) return true;
  return target.expected_to_pass() == (verdict == Verdict::pass);
}

int exit_code_of(const RegisteredTarget& target, Verdict verdict, bool by_name) {
  if (verdict == Verdict::mistrusted) return kUndecided;
  if (!by_name) return as_expected(target, verdict) ? kHolds : kFinding;
  if (verdict == Verdict::unsupported) return kUndecided;
  return verdict == Verdict::pass ? kHolds : kFinding;
}

Json json_of(const RegisteredTarget& target, const CampaignResult& result, bool known) {
  const bool unfounded =
      result.verdict == Verdict::unsupported || (result.verdict == Verdict::crash && !result.finding);
  return {{"target", target.target->name},
          {"expected", target.expected_to_pass() ? "pass" : "fail"},
          {"problems", result.problems},
          {"outside", result.outside},
          {"verdict", name_of(result.verdict)},
          {"detail", unfounded ? result.detail : ""},
          {"finding", result.finding ? reported_json(*result.finding, known) : Json()}};
}

struct Numbers {
  std::uint64_t seed, problems, jobs;
  TimeLimit limit;
};

Result<Numbers> numbers_of(const CheckCommand& options) {
  const auto seed = parse_count("--seed", options.seed, 0, std::uint64_t{1} << 53);
  if (!seed) return seed.error();
  const auto problems = parse_count("--problems", options.problems, 1, std::uint64_t{1} << 40);
  if (!problems) return problems.error();
  const auto jobs = options.jobs.get();
  if (!jobs) return jobs.error();
  const auto limit = options.limit.get();
  if (!limit) return limit.error();
  return Numbers{*seed, *problems, *jobs, *limit};
}

int check_command(const CheckCommand& options) {
  const auto targets = options.targets.selected();
  if (!targets) return usage_error("check", targets.error().message);
  const auto numbers = numbers_of(options);
  if (!numbers) return usage_error("check", numbers.error().message);
  const auto known_findings = options.known.get();
  if (!known_findings) return usage_error("check", known_findings.error().message);
  if (!options.out.empty()) {
    if (const auto error = make_directory(options.out)) return usage_error("check", "--out " + error->message);
  }

  const auto start = std::chrono::steady_clock::now();
  const bool text = options.format == "text";
  const bool by_name = options.targets.by_name();
  Json results = Json::array();
  CheckSummary summary;
  Progress progress(targets->size());
  int exit_code = kHolds;
  std::string write_error;
  if (text) std::cout << table_head() << std::flush;
  const auto campaign = [&](std::size_t i) {
    return to_json(run_campaign(*(*targets)[i].target, {numbers->seed, numbers->problems, numbers->limit})).dump();
  };
  const auto report = [&](std::size_t i, const std::string& answer) {
    const RegisteredTarget& target = (*targets)[i];
    CampaignResult result = campaign_result_from_json(answer);
    if (result.finding) result.finding->plugin = target.plugin;
    const bool known = result.finding && known_findings->contains(*result.finding);
    const bool expected = as_expected(target, result.verdict);
    exit_code = worst(exit_code, exit_code_of(target, result.verdict, by_name));
    summary.add(target, result, expected, known);
    if (result.finding && !options.out.empty()) {
      const auto written = write_finding(*result.finding, *target.target, options.out);
      if (!written) write_error = written.error().message;
    }
    progress.clear();
    if (text) std::cout << table_row(target, result, known, by_name || !expected) << std::flush;
    results.push_back(json_of(target, result, known));
    progress.show(i + 1, i + 1 < targets->size() ? (*targets)[i + 1].target->name : "");
  };
  progress.show(0, targets->front().target->name);
  run_parallel(numbers->jobs, targets->size(), campaign, report);
  progress.clear();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  if (text) {
    std::cout << summary.text(numbers->seed, elapsed.count());
  } else {
    print_line({{"command", "check"}, {"seed", numbers->seed}, {"results", std::move(results)}});
  }
  if (!write_error.empty()) return usage_error("check", "--out " + write_error);
  return exit_code;
}

}  // namespace

void add_check(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("check", "a property run on some targets");
  auto options = std::make_shared<CheckCommand>();
  options->targets.add_to(command);
  command.add_option("--seed", options->seed, "the run's seed: the same seed finds the same").show_default();
  command.add_option("--problems", options->problems, "problems to draw for each target").show_default();
  options->jobs.add_to(command, "targets to run");
  command.add_option("--out", options->out, "a directory for findings: JSON, Markdown and a GoogleTest case of each");
  options->known.add_to(command);
  options->limit.add_to(command);
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = check_command(*options); });
}

}  // namespace halflsb::cli
