// halflsb fuzz: a time-boxed, coverage-guided campaign.
#include <fmt/format.h>

#include <filesystem>
#include <iostream>

#include "harness/campaign/fuzz_campaign.h"
#include "harness/cli/target_flags.h"
#include "harness/finding/files.h"
#include "harness/finding/json.h"

namespace halflsb::cli {
namespace {

struct Options {
  TargetFlags targets;
  TimeLimitFlag limit;
  std::string format = "text", duration = "60s", seed = "1", out, seeds = "corpus/seeds";
};

Json json_of(const RegisteredTarget& target, const FuzzResult& result, const std::vector<std::string>& files) {
  Json findings = Json::array();
  for (const Finding& finding : result.findings) findings.push_back(to_json(finding));
  return {{"target", target.target->name},
          {"expected", target.expected_to_pass() ? "pass" : "fail"},
          {"executions", result.executions},
          {"rounds", result.rounds},
          {"repeated", result.repeated},
          {"seconds", result.seconds},
          {"error", result.error},
          {"findings", std::move(findings)},
          {"files", files}};
}

std::string text_of(const RegisteredTarget& target, const FuzzResult& result) {
  std::string text = fmt::format("{:<46} {:>10} executions  {:>7.1f} s  {} distinct finding{}{}\n", target.target->name,
                                 result.executions, result.seconds, result.findings.size(),
                                 result.findings.size() == 1 ? "" : "s",
                                 result.repeated == 0 ? "" : fmt::format(", met {} times more", result.repeated));
  for (const Finding& finding : result.findings) text += to_text(finding);
  return text;
}

int run(const Options& options) {
  const auto targets = options.targets.selected();
  if (!targets) return usage_error("fuzz", targets.error().message);
  const auto seconds = parse_seconds(options.duration);
  if (!seconds) return usage_error("fuzz", "--for: " + seconds.error().message);
  const auto seed = parse_count("--seed", options.seed, 0, std::uint64_t{1} << 53);
  if (!seed) return usage_error("fuzz", seed.error().message);
  const auto limit = options.limit.get();
  if (!limit) return usage_error("fuzz", limit.error().message);
  if (options.out.empty()) return usage_error("fuzz", "--out is missing (expected a directory for corpus and findings)");
  if (const auto error = make_directory(options.out)) return usage_error("fuzz", "--out " + error->message);

  Json results = Json::array();
  int exit_code = kHolds;
  for (const RegisteredTarget& target : *targets) {
    FuzzOptions fuzz;
    fuzz.seconds = *seconds / static_cast<double>(targets->size());
    fuzz.seed = *seed;
    fuzz.directory = options.out;
    fuzz.seeds = options.seeds + "/" + target.target->kind;
    fuzz.limit = *limit;
    const FuzzResult result = run_fuzz_campaign(target, fuzz);
    if (!result.error.empty()) return usage_error("fuzz", result.error);
    std::vector<std::string> files;
    for (const Finding& finding : result.findings) {
      const auto written = write_finding(finding, *target.target, options.out + "/findings");
      if (!written) return usage_error("fuzz", "--out " + written.error().message);
      files.push_back(*written);
    }
    const bool holds = options.targets.by_name() || target.expected_to_pass() ? result.findings.empty()
                                                                              : !result.findings.empty();
    exit_code = worst(exit_code, holds ? kHolds : kFinding);
    if (options.format == "text") {
      std::cout << text_of(target, result);
      for (const std::string& file : files) std::cout << "    " << file << "\n";
      std::cout << std::flush;
    }
    results.push_back(json_of(target, result, files));
  }
  if (options.format == "json") print_line({{"command", "fuzz"}, {"seed", *seed}, {"results", std::move(results)}});
  return exit_code;
}

}  // namespace

void add_fuzz(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("fuzz", "a time-boxed, coverage-guided campaign on some targets");
  auto options = std::make_shared<Options>();
  options->targets.add_to(*command);
  command->add_option("--for", options->duration, "how long, for all targets together: 60s, 15m, 8h")
      ->capture_default_str();
  command->add_option("--out", options->out, "a directory for corpora, logs and findings; a later run goes on from it");
  command->add_option("--seed", options->seed, "the engine's first seed")->capture_default_str();
  command->add_option("--seeds", options->seeds, "a directory with inputs to start from, by kind")
      ->capture_default_str();
  options->limit.add_to(*command);
  add_format(*command, options->format);
  command->callback([options, exit_code] { *exit_code = run(*options); });
}

}  // namespace halflsb::cli
