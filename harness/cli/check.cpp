// halflsb check: a property run on some targets.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <iostream>

#include "harness/check/campaign.h"
#include "harness/cli/command.h"
#include "harness/cli/finding.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct Options {
  std::vector<std::string> names;
  bool all = false;
  std::string origin, kind, format = "text", seed = "1", problems = "2000";
};

Result<std::vector<RegisteredTarget>> selected(const Options& options) {
  std::vector<RegisteredTarget> targets;
  for (const std::string& name : options.names) {
    const RegisteredTarget* target = find_target(name);
    if (target == nullptr) return Error{in_quotes(name) + " is not a target (see halflsb targets)"};
    targets.push_back(*target);
  }
  if (!targets.empty()) return targets;
  for (const RegisteredTarget& candidate : registered_targets()) {
    const bool in_all = candidate.origin == "portable" || candidate.origin == "seeded";
    if (options.all && !in_all) continue;
    if (!options.origin.empty() && options.origin != candidate.origin) continue;
    if (!options.kind.empty() && options.kind != candidate.target->kind) continue;
    targets.push_back(candidate);
  }
  if (targets.empty()) return Error{"no target has this origin and kind (see halflsb targets)"};
  return targets;
}

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

void progress(std::size_t done, std::size_t of, const char* name) {
  if (isatty(STDERR_FILENO) != 0) {
    std::cerr << fmt::format("\r[{}/{}] {:<40}", done, of, name) << std::flush;
    if (done == of) std::cerr << "\r" << std::string(60, ' ') << "\r" << std::flush;
  }
}

int run(const Options& options) {
  const bool by_name = !options.names.empty();
  if (by_name + static_cast<int>(options.all || !options.origin.empty() || !options.kind.empty()) != 1) {
    return usage_error("check", "name some targets, or give --all, --origin or --kind");
  }
  const auto targets = selected(options);
  if (!targets) return usage_error("check", targets.error().message);
  const auto seed = parse_integer(options.seed, Interval{0, pow2(53)});
  if (!seed) return usage_error("check", "--seed: " + seed.error().message);
  const auto problems = parse_integer(options.problems, Interval{1, pow2(40)});
  if (!problems) return usage_error("check", "--problems: " + problems.error().message);

  const auto start = std::chrono::steady_clock::now();
  Json results = Json::array();
  int exit_code = kHolds;
  std::uint64_t total = 0;
  if (options.format == "text") {
    std::cout << fmt::format("{:<36} {:<12} {:>9} {:>9} {:>10} {:>12}\n", "target", "verdict", "problems", "outside",
                             "outputs", "at a rail");
  }
  for (std::size_t i = 0; i < targets->size(); ++i) {
    const RegisteredTarget& target = (*targets)[i];
    progress(i, targets->size(), target.target->name);
    const CampaignResult result =
        run_campaign(*target.target, seed->convert_to<std::uint64_t>(), problems->convert_to<std::uint64_t>());
    total += result.problems;
    exit_code = worst(exit_code, exit_code_of(target, result.verdict, by_name));
    results.push_back({{"target", target.target->name},
                       {"expected", target.expected_to_pass() ? "pass" : "fail"},
                       {"problems", result.problems},
                       {"outside", result.outside},
                       {"verdict", name_of(result.verdict)},
                       {"finding", result.finding ? to_json(*target.target, *result.finding) : Json()}});
    if (options.format == "json") continue;
    const double rails = result.health.outputs == 0 ? 0.0
                                                    : 100.0 * static_cast<double>(result.health.at_rail) /
                                                          static_cast<double>(result.health.outputs);
    std::cout << fmt::format("{:<36} {:<12} {:>9} {:>9} {:>10} {:>10.1f} %\n", target.target->name,
                             name_of(result.verdict), result.problems, result.outside, result.health.outputs, rails);
    if (result.finding) std::cout << to_text(*target.target, *result.finding);
    std::cout << std::flush;
  }
  progress(targets->size(), targets->size(), "");
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  if (options.format == "json") {
    print_line({{"command", "check"}, {"seed", seed->convert_to<std::uint64_t>()}, {"results", std::move(results)}});
  } else {
    std::cout << fmt::format("{} targets, {} problems, {:.1f} s, seed {}: {}\n", targets->size(), total,
                             elapsed.count(), halflsb::to_text(*seed),
                             exit_code == kHolds ? "all as expected" : "NOT all as expected");
  }
  return exit_code;
}

}  // namespace

void add_check(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("check", "a property run on some targets");
  auto options = std::make_shared<Options>();
  command->add_option("targets", options->names, "names of targets");
  command->add_flag("--all", options->all, "every portable and seeded target");
  command->add_option("--origin", options->origin, "every target of this origin: portable, external, seeded, plugin");
  command->add_option("--kind", options->kind, "every target of this kind: requantize, conv2d");
  command->add_option("--seed", options->seed, "the run's seed")->capture_default_str();
  command->add_option("--problems", options->problems, "problems to draw for each target")->capture_default_str();
  add_format(*command, options->format);
  command->callback([options, exit_code] { *exit_code = run(*options); });
}

}  // namespace halflsb::cli
