// halflsb fuzz: a time-boxed, coverage-guided campaign on each of some targets.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "harness/campaign/fuzz_engine.h"
#include "harness/campaign/result_json.h"
#include "harness/check/domain.h"
#include "harness/cli/check_report.h"
#include "harness/cli/fuzz_progress.h"
#include "harness/cli/fuzz_report.h"
#include "harness/cli/target_flags.h"
#include "harness/finding/files.h"
#include "harness/isolate/parallel.h"
#include "harness/problem/text.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

constexpr const char* kSeeds = "corpus/seeds";

struct FuzzCommand {
  TargetFlags targets;
  TimeLimitFlag limit;
  KnownFlag known;
  JobsFlag jobs;
  std::string format = "text", all_seconds, each_seconds, seed = "1", out, seeds, parameters;
  bool no_seeds = false, stop_at_first = false, no_counters = false;
};

bool as_expected(const RegisteredTarget& target, const FuzzResult& result, const KnownFindings& known) {
  const auto is_known = [&](const Finding& finding) { return known.contains(finding); };
  if (!machine_supports(*target.target)) return true;
  if (!target.expected_to_pass()) return !result.findings.empty();
  return std::all_of(result.findings.begin(), result.findings.end(), is_known);
}

// One of a set has to be as expected. By name, a target with a known defect is asked about like any other.
int exit_code_of(const RegisteredTarget& target, const FuzzResult& result, bool expected, bool by_name) {
  if (!by_name || target.expected_to_pass()) return expected ? kHolds : kFinding;
  return result.findings.empty() ? kHolds : kFinding;
}

Json json_of(const RegisteredTarget& target, const FuzzResult& result, const KnownFindings& known) {
  Json json{{"target", target.target->name}, {"expected", target.expected_to_pass() ? "pass" : "fail"}};
  json.update(to_json(result));
  json["findings"] = Json::array();
  for (const Finding& finding : result.findings)
    json["findings"].push_back(reported_json(finding, known.contains(finding)));
  return json;
}

// --each, or the share of --for: as many targets as there are jobs have that time side by side.
Result<double> seconds_of_each(const FuzzCommand& options, std::size_t targets, std::uint64_t jobs) {
  if (!options.all_seconds.empty() && !options.each_seconds.empty())
    return Error{"--for and --each exclude each other"};
  if (!options.each_seconds.empty()) {
    auto each = parse_seconds(options.each_seconds);
    return each ? each : Error{"--each: " + each.error().message};
  }
  const auto all = parse_seconds(options.all_seconds.empty() ? "60s" : options.all_seconds);
  if (!all) return Error{"--for: " + all.error().message};
  const std::size_t side_by_side = std::min<std::size_t>(jobs, targets);
  return *all * static_cast<double>(side_by_side) / static_cast<double>(targets);
}

// The directory of a kind's inputs is <directory>/<kind>.
Result<std::string> seeds_directory(const FuzzCommand& options) {
  std::error_code ignored;
  if (options.no_seeds) {
    if (!options.seeds.empty()) return Error{"--seeds and --no-seeds exclude each other"};
    return std::string();
  }
  const std::string directory = options.seeds.empty() ? kSeeds : options.seeds;
  if (std::filesystem::is_directory(directory, ignored)) return directory;
  if (options.seeds.empty()) return std::string();  // elsewhere than in the source tree
  return Error{"--seeds: " + in_quotes(directory) + " is not a directory"};
}

// That nothing can be kept there is better said now than after an hour.
std::optional<Error> cannot_write(const std::string& directory) {
  if (directory.empty()) return Error{"is missing (expected a directory for corpora, logs and findings)"};
  for (const char* part : {"corpus", "artifacts", "logs", "findings", "status"}) {
    if (auto error = make_directory(directory + "/" + part)) return error;
  }
  const std::string probe = directory + "/findings/." + std::to_string(getpid());
  const bool written = (std::ofstream(probe) << "x").flush().good();
  std::error_code ignored;
  std::filesystem::remove(probe, ignored);
  if (!written) return Error{directory + ": cannot be written to"};
  return std::nullopt;
}

// --parameters: those of every input, for targets of one scheme.
Result<std::optional<Requantization>> fixed_parameters(const FuzzCommand& options,
                                                       const std::vector<RegisteredTarget>& targets) {
  if (options.parameters.empty()) return std::optional<Requantization>();
  const halflsb_target& first = *targets.front().target;
  const std::string scheme = first.scheme != nullptr ? first.scheme : "ideal";
  const auto problem = parse_problem("requantize scheme=" + scheme + " " + options.parameters + " acc=0");
  if (!problem) return Error{"--parameters: " + problem.error().message};
  for (const RegisteredTarget& target : targets) {
    const std::string outside = outside_domain(*target.target, *problem);
    if (!outside.empty()) return Error{"--parameters: " + std::string(target.target->name) + ": " + outside};
  }
  return std::optional(requantization_of(*problem));
}

struct Plan {
  std::vector<RegisteredTarget> targets;
  KnownFindings known;
  FuzzOptions fuzz;
  std::uint64_t jobs;
};

Result<Plan> plan_of(const FuzzCommand& options) {
  const auto targets = options.targets.selected();
  if (!targets) return targets.error();
  const auto jobs = options.jobs.get();
  if (!jobs) return jobs.error();
  const auto seconds = seconds_of_each(options, targets->size(), *jobs);
  if (!seconds) return seconds.error();
  const auto seed = parse_count("--seed", options.seed, 0, std::uint64_t{1} << 53);
  if (!seed) return seed.error();
  const auto limit = options.limit.get();
  if (!limit) return limit.error();
  const auto known = options.known.get();
  if (!known) return known.error();
  const auto seeds = seeds_directory(options);
  if (!seeds) return seeds.error();
  for (const RegisteredTarget& target : *targets) {
    if (const auto engine = engine_for(target.target->kind); !engine) return engine.error();
  }
  const auto parameters = fixed_parameters(options, *targets);
  if (!parameters) return parameters.error();
  if (const auto error = cannot_write(options.out)) return Error{"--out " + error->message};
  return Plan{*targets,
              *known,
              {.seconds = *seconds,
               .seed = *seed,
               .directory = options.out,
               .seeds = *seeds,
               .limit = *limit,
               .stop_at_first = options.stop_at_first,
               .counters = !options.no_counters,
               .parameters = *parameters},
              *jobs};
}

FuzzResult fuzz_one(const RegisteredTarget& target, FuzzOptions fuzz) {
  if (!machine_supports(*target.target)) return {};
  std::error_code ignored;
  if (!fuzz.seeds.empty()) fuzz.seeds += std::string("/") + target.target->kind;
  if (!std::filesystem::is_directory(fuzz.seeds, ignored)) fuzz.seeds.clear();
  return run_fuzz_campaign(target, fuzz);
}

std::optional<double> proved_worst(const FuzzOptions& fuzz) {
  if (!fuzz.parameters) return std::nullopt;
  const auto proof = prove(question_of(*fuzz.parameters));
  if (!proof) return std::nullopt;
  return to_decimal(max_abs(proof->error.extremes).value);
}

int fuzz_command(const FuzzCommand& options) {
  const auto plan = plan_of(options);
  if (!plan) return usage_error("fuzz", plan.error().message);
  const auto start = std::chrono::steady_clock::now();
  const auto& targets = plan->targets;
  const bool text = options.format == "text";
  const bool by_name = options.targets.by_name();
  Json results = Json::array();
  FuzzSummary summary;
  FuzzProgress progress(plan->fuzz.directory, targets, plan->fuzz.seconds, proved_worst(plan->fuzz));
  int exit_code = kHolds;
  std::set<std::string> errors;
  if (text) std::cout << fuzz_table_head() << std::flush;
  const auto campaign = [&](std::size_t i) { return to_json(fuzz_one(targets[i], plan->fuzz)).dump(); };
  const auto report = [&](std::size_t i, const std::string& answer) {
    const RegisteredTarget& target = targets[i];
    const FuzzResult result = fuzz_result_from_json(answer);
    const bool expected = as_expected(target, result, plan->known);
    const bool undecided = by_name && !machine_supports(*target.target);
    exit_code = worst(exit_code, undecided ? kUndecided : exit_code_of(target, result, expected, by_name));
    summary.add(target, result, plan->known, expected);
    progress.clear();
    for (const std::string& what : result.unreadable)
      std::cerr << "halflsb fuzz: warning: left alone: " << what << "\n";
    if (!result.error.empty() && errors.insert(result.error).second) exit_code = usage_error("fuzz", result.error);
    if (text) std::cout << fuzz_table_row(target, result, plan->known, by_name || !expected) << std::flush;
    results.push_back(json_of(target, result, plan->known));
  };
  run_parallel(plan->jobs, targets.size(), campaign, report,
               [&](const std::vector<std::size_t>& running) { progress.show(running); });
  progress.clear();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  if (text) {
    std::cout << summary.text(plan->fuzz.seed, elapsed.count());
  } else {
    print_line({{"command", "fuzz"}, {"seed", plan->fuzz.seed}, {"results", std::move(results)}});
  }
  return exit_code;
}

}  // namespace

void add_fuzz(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("fuzz", "a time-boxed, coverage-guided campaign on each of some targets");
  auto options = std::make_shared<FuzzCommand>();
  options->targets.add_to(command);
  command.add_option("--for", options->all_seconds, "how long, for all targets together: 60s, 15m, 8h (60s)");
  command.add_option("--each", options->each_seconds, "how long for each target; at least a second in any case");
  options->jobs.add_to(command, "targets to run");
  command.add_flag("--stop-at-first", options->stop_at_first, "leave a target at its first finding");
  command.add_option("--out", options->out, "a directory for corpora, logs and findings; a later run goes on from it");
  command.add_option(
      "--parameters", options->parameters,
      "fields of a requantize problem that every input gets, such as 'pre=1 scale=420 post=15': looks for the worst "
      "accumulator, and says how close it came to the proven one");
  command.add_flag("--no-counters", options->no_counters,
                   "guided by code coverage alone, to see what the counters are worth");
  command.add_option("--seed", options->seed, "the engine's first seed").show_default();
  command.add_option(
      "--seeds", options->seeds,
      std::string("a directory of inputs to start from, in folders named by kind (") + kSeeds + " where there is one)");
  command.add_flag("--no-seeds", options->no_seeds, "start from nothing");
  options->known.add_to(command);
  options->limit.add_to(command);
  add_format(command, options->format);
  command.footer(
      "Exit code 1: something new was found in a target that is expected to pass; or nothing in one with a known "
      "defect,\n"
      "where it is one of a set (--all, --origin, --kind, --plugin); or anything in one with a known defect, by name.\n"
      "A target is left before its time when three rounds in a row fail and show nothing new. See "
      "harness/docs/fuzzing.md.");
  command.callback([options, exit_code] { *exit_code = fuzz_command(*options); });
}

}  // namespace halflsb::cli
