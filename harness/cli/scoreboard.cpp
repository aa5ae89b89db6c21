// halflsb scoreboard: how fast each search strategy finds each known fault.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <set>

#include "harness/campaign/fuzz_engine.h"
#include "harness/check/domain.h"
#include "harness/cli/progress.h"
#include "harness/cli/scoreboard_report.h"
#include "harness/cli/target_flags.h"
#include "harness/isolate/parallel.h"
#include "harness/scoreboard/mutant_faults.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct ScoreboardCommand {
  TargetFlags targets;
  TimeLimitFlag limit;
  JobsFlag jobs;
  std::vector<std::string> strategies;
  std::string format = "text", seed = "1", seeds;
  bool quick = false, mutants = false;
  std::string equivalent;
};

constexpr const char* kEquivalent = "targets/mutants/equivalent.txt";

// Ours has to find everything; what it is compared with is given less, or the table would take a night.
// Mutants are many, and each is looked for in every kernel that it is part of; nobody reads their findings.
Allowance allowance_of(const Strategy& strategy, const Fault& fault, const ScoreboardCommand& options,
                       const TimeLimit& limit) {
  const bool quick = options.quick;
  if (options.mutants) {
    const std::uint64_t kernels = std::max<std::uint64_t>(fault.targets.size(), 1);
    if (strategy.whole) return {std::max<std::uint64_t>(20000 / kernels, 2000), 60, limit, false};
    return {1000, 1, limit, false};
  }
  if (strategy.whole) return {quick ? std::uint64_t{20000} : std::uint64_t{100000}, 600, limit};
  if (quick) return {1000, 1, limit};
  const bool ours = strategy.kind == Strategy::Kind::ours;
  return {ours ? std::uint64_t{20000} : std::uint64_t{5000}, 5, limit};
}

Result<std::vector<Strategy>> strategies_of(const ScoreboardCommand& options) {
  if (options.strategies.empty() && !options.mutants) return strategies();
  std::vector<std::string> names = options.strategies;
  if (names.empty()) names = {"ours", "uniform", "small_ranges"};
  std::vector<Strategy> chosen;
  for (const std::string& name : names) {
    const Strategy* strategy = find_strategy(name);
    if (strategy == nullptr) {
      std::string known;
      for (const Strategy& each : strategies()) known += (known.empty() ? "" : ", ") + std::string(each.name);
      return Error{"--strategy: " + in_quotes(name) + " is not a strategy (expected one of " + known + ")"};
    }
    if (strategy->fuzzes() && options.mutants) return Error{"--strategy: a fuzzer's program has no mutants"};
    chosen.push_back(*strategy);
  }
  return chosen;
}

// The seeded faults where nothing else is asked for.
Result<std::vector<RegisteredTarget>> faulty_targets(TargetFlags flags) {
  if (!flags.given()) flags.origin = "seeded";
  return flags.selected();
}

// Null where all is well.
std::optional<Error> choose_faults(const ScoreboardCommand& options, Scoreboard& board) {
  if (options.mutants) {
    board.faults = mutant_faults();
    if (board.faults.empty()) return Error{"--mutants: this build has none (they are made by Python)"};
    return std::nullopt;
  }
  const auto targets = faulty_targets(options.targets);
  if (!targets) return targets.error();
  for (const RegisteredTarget& target : *targets) {
    if (machine_supports(*target.target)) {
      board.faults.push_back({target.target->name, {target}});
    } else {
      board.skipped.emplace_back(target.target->name);
    }
  }
  return std::nullopt;
}

// --equivalent, or the project's own list where the program runs in its source tree.
Result<MutantReasons> equivalent_mutants(const ScoreboardCommand& options) {
  std::error_code ignored;
  const bool asked = !options.equivalent.empty();
  if (!options.mutants || (!asked && !std::filesystem::exists(kEquivalent, ignored))) return MutantReasons{};
  auto reasons = read_equivalent(asked ? options.equivalent : kEquivalent);
  return reasons ? reasons : Error{"--equivalent: " + reasons.error().message};
}

// Mutants that are known to change nothing are no faults, unless a strategy finds one.
void set_equivalent_apart(const MutantReasons& reasons, Scoreboard& board) {
  std::set<std::size_t> found, equivalent;
  for (const Trial& trial : board.trials) {
    if (trial.result.found) found.insert(trial.fault);
  }
  for (std::size_t i = 0; i < board.faults.size(); ++i) {
    if (!reasons.contains(board.faults[i].what)) continue;
    (found.contains(i) ? board.misjudged : board.equivalent).push_back(board.faults[i].what);
    if (!found.contains(i)) equivalent.insert(i);
  }
  std::erase_if(board.trials, [&](const Trial& trial) { return equivalent.contains(trial.fault); });
}

struct ScoreboardPlan {
  Scoreboard board;  // without its trials
  MutantReasons equivalent;
  std::uint64_t jobs = 1;
  TimeLimit limit;
};

Result<ScoreboardPlan> scoreboard_plan_of(const ScoreboardCommand& options) {
  ScoreboardPlan plan;
  if (options.mutants && options.targets.given()) {
    return Error{"--mutants excludes targets and the flags that select them"};
  }
  if (!options.mutants && !options.equivalent.empty())
    return Error{"--equivalent: a list of --mutants, which is not given"};
  auto strategies = strategies_of(options);
  if (!strategies) return strategies.error();
  plan.board.strategies = *std::move(strategies);
  auto equivalent = equivalent_mutants(options);
  if (!equivalent) return equivalent.error();
  plan.equivalent = *std::move(equivalent);
  if (const auto error = choose_faults(options, plan.board)) return *error;
  const auto seed = parse_count("--seed", options.seed, 0, std::uint64_t{1} << 53);
  if (!seed) return seed.error();
  const auto seeds = parse_count(
      "--seeds", options.seeds.empty() ? (options.quick || options.mutants ? "1" : "3") : options.seeds, 1, 1000);
  if (!seeds) return seeds.error();
  for (std::uint64_t i = 0; i < *seeds; ++i) plan.board.seeds.push_back(*seed + i);
  const auto jobs = options.jobs.get();
  if (!jobs) return jobs.error();
  plan.jobs = *jobs;
  const auto limit = options.limit.get();
  if (!limit) return limit.error();
  plan.limit = *limit;
  for (const Strategy& strategy : plan.board.strategies) {
    for (const char* kind : {"requantize", "conv2d"}) {
      const auto engine = engine_for(kind);
      if (strategy.fuzzes() && !engine) return engine.error();
    }
  }
  return plan;
}

// Every strategy on every fault from every seed.
void run_trials(ScoreboardPlan& plan, const ScoreboardCommand& options) {
  Scoreboard& board = plan.board;
  for (std::size_t s = 0; s < board.strategies.size(); ++s) {
    for (std::size_t f = 0; f < board.faults.size(); ++f) {
      for (const std::uint64_t seed : board.seeds) board.trials.push_back({f, s, seed, {}});
    }
  }
  Progress progress(board.trials.size());
  const auto work = [&](std::size_t i) {
    const Trial& trial = board.trials[i];
    const Strategy& strategy = board.strategies[trial.strategy];
    const Fault& fault = board.faults[trial.fault];
    return to_json(run_trial(strategy, fault, trial.seed, allowance_of(strategy, fault, options, plan.limit))).dump();
  };
  const auto done = [&](std::size_t i, const std::string& answer) {
    board.trials[i].result = trial_result_from_json(answer);
    const Trial* next = i + 1 < board.trials.size() ? &board.trials[i + 1] : nullptr;
    progress.show(i + 1, next == nullptr ? ""
                                         : fmt::format("{}: {}", board.strategies[next->strategy].name,
                                                       board.faults[next->fault].name));
  };
  run_parallel(plan.jobs, board.trials.size(), work, done);
  progress.clear();
}

int scoreboard_command(const ScoreboardCommand& options) {
  auto plan = scoreboard_plan_of(options);
  if (!plan) return usage_error("scoreboard", plan.error().message);
  const auto start = std::chrono::steady_clock::now();
  run_trials(*plan, options);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  set_equivalent_apart(plan->equivalent, plan->board);
  const Scoreboard& board = plan->board;
  for (const Trial& trial : board.trials) {
    if (!trial.result.error.empty()) return usage_error("scoreboard", trial.result.error);
  }
  if (options.format == "text") {
    std::cout << to_text(board)
              << fmt::format("\n{} faults, seeds {} to {}, {:.0f} s\n", board.faults.size(), board.seeds.front(),
                             board.seeds.back(), elapsed.count());
  } else {
    print_line(to_json(board));
  }
  if (!board.misjudged.empty()) return kFinding;
  for (std::size_t i = 0; i < board.strategies.size(); ++i) {
    if (board.strategies[i].whole && !score_of(board.trials, i).missed.empty()) return kFinding;
  }
  return kHolds;
}

}  // namespace

void add_scoreboard(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("scoreboard", "how fast each search strategy finds each known fault");
  auto options = std::make_shared<ScoreboardCommand>();
  options->targets.add_to(command);
  command.add_option("--strategy", options->strategies, "one of them alone; may be repeated (all)").one_value_each();
  command.add_option("--seed", options->seed, "the first seed").show_default();
  command.add_option("--seeds", options->seeds, "how many seeds, one after the other (3; 1 with --quick or --mutants)");
  command.add_flag("--quick", options->quick, "fewer problems and one seed: a few minutes");
  command.add_flag("--mutants", options->mutants, "the mechanical mutants of our kernels instead of targets");
  command.add_option("--equivalent", options->equivalent,
                     std::string("a list of mutants that change nothing (") + kEquivalent + " where there is one)");
  options->jobs.add_to(command, "trials to run");
  options->limit.add_to(command);
  add_format(command, options->format);
  std::string footer = "Without targets: every seeded fault. Strategies:\n";
  for (const Strategy& strategy : strategies()) footer += fmt::format("  {:<16} {}\n", strategy.name, strategy.what);
  command.footer(footer +
                 "Ours has 100000 problems for a fault (--quick: 20000); without one ingredient 20000, and what it is "
                 "compared with 5000,\n"
                 "within 5 s each (--quick: 1000 within 1 s). Exit code 1: ours missed a fault from some seed.");
  command.callback([options, exit_code] { *exit_code = scoreboard_command(*options); });
}

}  // namespace halflsb::cli
