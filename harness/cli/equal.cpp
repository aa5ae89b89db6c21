// halflsb equal: are two parameter sets, schemes or kernels identical on every accumulator of a range?
#include "reference/bound/equal.h"

#include <fmt/format.h>

#include <iostream>
#include <sstream>

#include "harness/cli/batch.h"
#include "harness/cli/proof_report.h"
#include "harness/cli/sweep_flags.h"
#include "harness/cli/sweep_progress.h"
#include "harness/sweep/quick.h"
#include "reference/scheme/evaluate.h"

namespace halflsb::cli {
namespace {

struct EqualFlags {
  std::string a, b, acc;

  void add_to(CommandLine& app) {
    app.add_option(
        "--a", a,
        "'FLAGS' of one side: a scheme with its parameters, as prove takes them, or --target NAME with its parameters");
    app.add_option("--b", b, "'FLAGS' of the other");
    app.add_option("--acc", acc, kAccumulatorRange);
  }
};

struct EqualCommand {
  EqualFlags flags;
  std::string format = "text", batch;
  JobsFlag jobs;
  bool quick = false;
  PluginFlags plugins;
  TimeLimitFlag limit;
};

struct Compared {
  SweepQuery a, b;
  Interval accumulator;
  Difference difference;
  Integer of;  // accumulators that were looked at
  Method method = Method::levels;
  std::string undecided;  // why, where nothing is known
  std::optional<KernelFailure> failure;
};

Result<SweepQuery> side(const char* name, const std::string& text) {
  if (text.empty()) return Error{fmt::format("{} is missing (expected '--scheme NAME ...')", name)};
  const auto flags = parse_flags<SweepFlags>(text);
  const auto query = flags ? resolve(*flags) : Result<SweepQuery>(flags.error());
  if (!query) return Error{fmt::format("{}: {}", name, query.error().message)};
  if (!flags->acc.empty()) return Error{fmt::format("{}: --acc belongs beside --a and --b", name)};
  return query;
}

Result<SweepSide> sweep_side(const SweepQuery& query, const Interval& accumulator) {
  if (query.target == nullptr) return SweepSide{scheme_side(query.scheme, false)};
  const auto kernel = kernel_question(*query.target, query.scheme, accumulator);
  if (!kernel) return kernel.error();
  return SweepSide{*kernel};
}

// By a sweep, or a quick look.
Result<Compared> swept(Compared result, const EqualCommand& options) {
  const Interval& range = result.accumulator;
  const auto a = sweep_side(result.a, range), b = sweep_side(result.b, range);
  if (!a) return a.error();
  if (!b) return b.error();
  const auto jobs = options.jobs.get();
  if (!jobs) return jobs.error();
  const auto limit = options.limit.get();
  if (!limit) return limit.error();
  const bool kernel = result.a.target != nullptr || result.b.target != nullptr;
  const Measurement measurement{nullptr, *a, *b, true, *limit};
  Measured measured;
  if (options.quick && kernel) {
    result.method = Method::sampled;
    measured = quick_look(measurement, range);
    result.of = measured.tally.error.count;
  } else if (result.of > kMostSwept) {
    result.undecided =
        "too many outputs on the range to compare (give an --output range on each side, or a narrower --acc)";
    return result;
  } else {
    result.method = Method::sweep;
    SweepProgress progress(result.of);
    SweepRun run{range, kKernelPart, *jobs, "", ""};
    run.progress = [&](const Integer& done) { progress.show(done); };
    measured = *run_sweep(run, [&](const Interval& part) { return measure(measurement, part); });
    progress.finish();
  }
  const DifferenceTally<Integer>& d = measured.tally.difference;
  result.difference = {d.differing, d.largest ? d.largest->value : Integer(0), d.witness, {}};
  if (d.largest) result.difference.at_most = d.largest->accumulator;
  result.failure = measured.failure;
  result.undecided = measured.unsupported;
  return result;
}

Result<Compared> compared(const EqualFlags& flags, const EqualCommand& options) {
  if (auto error = options.plugins.load()) return *std::move(error);
  const auto a = side("--a", flags.a);
  if (!a) return a.error();
  const auto b = side("--b", flags.b);
  if (!b) return b.error();
  SchemeFlags range;
  range.acc = flags.acc;
  const auto accumulator = accumulator_range(range);
  if (!accumulator) return accumulator.error();
  const Integer of = accumulator->hi - accumulator->lo + 1;
  Compared result{*a, *b, *accumulator, {}, of, Method::levels, "", {}};
  if (a->target == nullptr && b->target == nullptr) {
    const auto found =
        difference({a->scheme.scheme(), a->scheme.output}, {b->scheme.scheme(), b->scheme.output}, *accumulator);
    if (found) {
      result.difference = *found;
      return result;
    }
  }
  return swept(std::move(result), options);
}

Json json_of(const SweepQuery& side) {
  const SchemeQuery& query = side.scheme;
  Json json{{"scheme", query.recipe->name},
            {"parameters", parameters_json(query.parameters, query.zero_point)},
            {"output", output_json(query.output)}};
  if (side.target != nullptr) json["target"] = side.target->name;
  return json;
}

Json json_of(const Compared& compared) {
  if (compared.failure) return {{"command", "equal"}, {"failure", failure_json(*compared.failure)}};
  const Difference& d = compared.difference;
  return {{"command", "equal"},
          {"identical", d.differing == 0},
          {"differing", halflsb::to_text(d.differing)},
          {"of", halflsb::to_text(compared.of)},
          {"max_difference", number(d.max_difference)},
          {"witness", d.witness ? Json(halflsb::to_text(*d.witness)) : Json()},
          {"max_difference_witness", d.at_most ? Json(halflsb::to_text(*d.at_most)) : Json()},
          {"accumulator", to_json(compared.accumulator)},
          {"a", json_of(compared.a)},
          {"b", json_of(compared.b)},
          {"method", name_of(compared.method)}};
}

std::string text_of(const Compared& compared) {
  if (compared.failure) return failure_text(*compared.failure);
  const Difference& d = compared.difference;
  const char* looked_at = compared.method == Method::sampled ? " looked at" : "";
  if (d.differing == 0)
    return fmt::format("identical on all {} accumulators{}\n", halflsb::to_text(compared.of), looked_at);
  const auto at = [&](const Integer& n) {
    const auto out = [&](const SweepQuery& side) -> std::string {
      if (side.target != nullptr) return side.target->name;
      const Integer value = evaluate(side.scheme.scheme(), n);
      return halflsb::to_text(side.scheme.output ? saturate(value, *side.scheme.output).value : value);
    };
    return fmt::format("N = {}: {} against {}", halflsb::to_text(n), out(compared.a), out(compared.b));
  };
  return fmt::format("differ on {} of {} accumulators{}, first at {}\n  largest difference {}, at {}\n",
                     halflsb::to_text(d.differing), halflsb::to_text(compared.of), looked_at, at(*d.witness),
                     halflsb::to_text(d.max_difference), at(*d.at_most));
}

// A batch line has no quotes: what follows --a belongs to that side, up to --b, and the other way round. --acc may stand anywhere.
Result<EqualFlags> parse_line(const std::string& line, EqualFlags flags) {
  std::istringstream words(line);
  std::string* into = nullptr;
  for (std::string word; words >> word;) {
    if (word == "--a" || word == "--b") {
      into = word == "--a" ? &flags.a : &flags.b;
      into->clear();
    } else if (word == "--acc" && words >> word) {
      flags.acc = word;
    } else if (into == nullptr) {
      return Error{"a line starts with --a or --b (or --acc LO:HI)"};
    } else {
      *into += (into->empty() ? "" : " ") + word;
    }
  }
  return flags;
}

int exit_code_of(const Compared& compared) {
  if (!compared.undecided.empty()) return kUndecided;
  if (compared.failure || compared.difference.differing != 0) return kFinding;
  return compared.method == Method::sampled ? kUndecided : kHolds;
}

int equal_command(const EqualCommand& options) {
  if (!options.batch.empty()) {
    return run_batch_lines("equal", options.batch, [&](const std::string& line) -> Result<BatchAnswer> {
      const auto flags = parse_line(line, options.flags);
      if (!flags) return flags.error();
      const auto result = compared(*flags, options);
      if (!result) return result.error();
      if (!result->undecided.empty()) return BatchAnswer{{{"error", result->undecided}}, kUndecided};
      return BatchAnswer{json_of(*result), exit_code_of(*result)};
    });
  }
  const auto result = compared(options.flags, options);
  if (!result) return usage_error("equal", result.error().message);
  if (!result->undecided.empty()) {
    usage_error("equal", result->undecided);
    return kUndecided;
  }
  options.format == "json" ? print_line(json_of(*result)) : void(std::cout << text_of(*result));
  return exit_code_of(*result);
}

}  // namespace

void add_equal(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand(
      "equal", "are two parameter sets, schemes or kernels identical on every accumulator of a range?");
  auto options = std::make_shared<EqualCommand>();
  options->flags.add_to(command);
  command.add_option("--batch", options->batch,
                     "FILE (- is stdin): --a FLAGS --b FLAGS [--acc LO:HI] a line, without quotes");
  options->jobs.add_to(command, "processes that sweep");
  command.add_flag("--quick", options->quick,
                   "of a kernel: compare it where bisection says that outputs step, which proves nothing");
  options->plugins.add_to(command);
  options->limit.add_to(command);
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = equal_command(*options); });
}

}  // namespace halflsb::cli
