// halflsb sweep: the answer of prove by exhausting the range; of a real kernel, its exact error and where it breaks its promise.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <iostream>

#include "harness/cli/batch.h"
#include "harness/cli/proof_report.h"
#include "harness/cli/sweep_flags.h"
#include "harness/cli/sweep_progress.h"
#include "harness/readers/read_file.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct SweepCommand {
  SweepFlags flags;
  std::string format = "text", batch, state, shard;
  JobsFlag jobs;
  TimeLimitFlag limit;
  std::vector<std::string> merge;
};

struct Swept {
  SweepQuery query;
  Interval accumulator;  // of this shard
  std::vector<InvalidParameter> invalid;
  Measured measured;
  std::optional<Proof> proof;  // unset after a failure
  double seconds = 0;
  std::optional<Shard> shard;
  int exit_code = kHolds;
};

int exit_code_of(const Swept& swept) {
  const SweepQuery& query = swept.query;
  if (!swept.measured.unsupported.empty()) return kUndecided;
  if (!swept.proof) return kFinding;
  const Rational worst = max_abs(swept.proof->error.extremes).value;
  if (query.max_error && worst > *query.max_error) return kFinding;
  if (query.target == nullptr) return swept.proof->overflow.possible || !swept.invalid.empty() ? kFinding : kHolds;
  // What the scheme's registers would do is no fault of a kernel that keeps its promise.
  if (query.target->tolerance != nullptr && worst > *parse_rational(query.target->tolerance)) return kFinding;
  return swept.measured.tally.difference.differing != 0 ? kFinding : kHolds;
}

Swept finished(SweepQuery query, Interval accumulator, Measured measured, double seconds) {
  Swept swept{std::move(query), std::move(accumulator), {}, std::move(measured), {}, seconds, {}, kHolds};
  swept.invalid = invalid_parameters(swept.query.scheme.scheme());
  if (!swept.measured.failure && swept.measured.unsupported.empty()) {
    swept.proof = Sweep(swept.query.scheme.over(swept.accumulator)).proof(swept.measured.tally);
  }
  swept.exit_code = exit_code_of(swept);
  return swept;
}

Result<Swept> swept_by(const SweepFlags& flags, const SweepCommand& options) {
  auto query = resolve(flags);
  if (!query) return query.error();
  const auto jobs = options.jobs.get();
  if (!jobs) return jobs.error();
  const auto limit = options.limit.get();
  if (!limit) return limit.error();
  Interval range = query->accumulator;
  std::optional<Shard> shard;
  if (!options.shard.empty()) {
    const auto parsed = parse_shard(options.shard);
    if (!parsed) return parsed.error();
    const auto part = part_of(*parsed, range);
    if (!part) return part.error();
    shard = *parsed;
    range = *part;
  }
  const Sweep sweep(query->scheme.over(range));
  SweepRun run{range, part_of(sweep.path()), *jobs, query->text + (shard ? " --shard " + options.shard : ""),
               options.state};
  std::function<Measured(const Interval&)> work = [&](const Interval& part) {
    return Measured{sweep.scan(part), {}, ""};
  };
  Measurement measurement;
  if (query->target != nullptr) {
    const auto kernel = kernel_question(*query->target, query->scheme, range);
    if (!kernel) return kernel.error();
    if (sweep.path() == SweepPath::unbounded) return Error{"the numbers are too wide for the sweep of a kernel"};
    measurement = {&sweep, *kernel, scheme_side(query->scheme, true), query->declares_a_scheme(), *limit};
    run.part = kKernelPart;
    work = [&](const Interval& part) { return measure(measurement, part); };
  }
  SweepProgress progress(Integer(range.hi - range.lo + 1));
  run.progress = [&](const Integer& done) { progress.show(done); };
  auto measured = run_sweep(run, work);
  progress.finish();
  if (!measured) return measured.error();
  Swept swept = finished(*std::move(query), range, *std::move(measured), progress.seconds());
  swept.shard = shard;
  return swept;
}

Json declared_json(const Swept& swept) {
  if (!swept.query.declares_a_scheme()) return nullptr;
  const DifferenceTally<Integer>& d = swept.measured.tally.difference;
  return {{"scheme", swept.query.target->scheme},
          {"identical", d.differing == 0},
          {"differing", halflsb::to_text(d.differing)},
          {"witness", d.witness ? Json(halflsb::to_text(*d.witness)) : Json()},
          {"max_difference", number(d.largest ? d.largest->value : Integer(0))},
          {"max_difference_witness", d.largest ? Json(halflsb::to_text(d.largest->accumulator)) : Json()}};
}

double rate_of(const Swept& swept) {
  return swept.seconds > 0 ? to_decimal(Rational(swept.measured.tally.error.count)) / swept.seconds : 0;
}

Json json_of(const Swept& swept) {
  const SweepQuery& query = swept.query;
  Json json;
  if (swept.proof) {
    json = proof_json("sweep", query.scheme, swept.accumulator, swept.invalid, *swept.proof);
    json["declared"] = declared_json(swept);
  } else {
    json = {{"command", "sweep"},
            {"scheme", query.scheme.recipe->name},
            {"parameters", parameters_json(query.scheme.parameters, query.scheme.zero_point)},
            {"accumulator", to_json(swept.accumulator)},
            {"failure", failure_json(*swept.measured.failure)}};
  }
  json["target"] = query.target != nullptr ? Json(query.target->name) : Json();
  json["seconds"] = swept.seconds;
  json["rate"] = rate_of(swept);
  if (swept.shard) {
    json["shard"] = {{"index", swept.shard->index},
                     {"of", swept.shard->of},
                     {"question", query.text},
                     {"tally", halflsb::to_json(swept.measured.tally)}};
  }
  return json;
}

std::string text_of(const Swept& swept) {
  const SweepQuery& query = swept.query;
  std::string text;
  if (query.target != nullptr) text += fmt::format("{}: ", query.target->name);
  if (!swept.proof) return text + failure_text(*swept.measured.failure);
  text += proof_text(query.scheme, swept.accumulator, swept.invalid, *swept.proof);
  if (query.declares_a_scheme()) {
    const DifferenceTally<Integer>& d = swept.measured.tally.difference;
    text += fmt::format(
        "  against {:<8} {}\n", query.target->scheme,
        d.differing == 0 ? std::string("identical on every accumulator")
                         : fmt::format("differs on {}, first at N = {}; by {} at N = {}", halflsb::to_text(d.differing),
                                       halflsb::to_text(*d.witness), halflsb::to_text(d.largest->value),
                                       halflsb::to_text(d.largest->accumulator)));
  }
  text += fmt::format("  swept            {} accumulators in {:.3g} s, {:.3g} G/s\n",
                      halflsb::to_text(swept.measured.tally.error.count), swept.seconds, rate_of(swept) / 1e9);
  return text;
}

struct ShardFile {
  Shard shard;
  std::string question;
  Tally tally;
  double seconds = 0;
};

Result<ShardFile> read_shard(const std::string& path) {
  const auto fail = [&](const char* what) { return Error{"--merge: " + path + " " + what}; };
  const auto text = read_file(path, 1 << 20);
  if (!text) return Error{"--merge: " + text.error().message};
  const Json json = Json::parse(*text, nullptr, false);
  const Json shard = json.is_object() ? json.value("shard", Json()) : Json();
  if (!shard.is_object() || !shard.contains("tally") || !shard.value("question", Json()).is_string() ||
      !shard.value("index", Json()).is_number_unsigned() || !shard.value("of", Json()).is_number_unsigned()) {
    return fail("is not the JSON of a shard");
  }
  const auto tally = tally_from_json(shard["tally"]);
  ShardFile file{{shard["index"], shard["of"]}, shard["question"], {}, 0};
  if (!tally || file.shard.index < 1 || file.shard.index > file.shard.of) return fail("is not the JSON of a shard");
  file.tally = *tally;
  if (const Json seconds = json.value("seconds", Json()); seconds.is_number()) file.seconds = seconds;
  return file;
}

Result<Swept> merged(const std::vector<std::string>& paths) {
  const auto first = read_shard(paths.front());
  if (!first) return first.error();
  const auto flags = parse_flags<SweepFlags>(first->question);
  auto query = flags ? resolve(*flags) : Result<SweepQuery>(flags.error());
  if (!query) return Error{"--merge: " + paths.front() + ": " + query.error().message};
  std::map<std::uint64_t, std::string> seen;
  Measured whole;
  double seconds = 0;
  for (const std::string& path : paths) {
    const auto file = read_shard(path);
    if (!file) return file.error();
    const auto fail = [&](const std::string& what) { return Error{"--merge: " + path + " " + what}; };
    if (file->question != first->question) return fail("is of another question than " + paths.front());
    if (file->shard.of != first->shard.of) {
      return fail(fmt::format("is one of {} shards, {} one of {}", file->shard.of, paths.front(), first->shard.of));
    }
    const auto part = part_of(file->shard, query->accumulator);
    if (!part || file->tally.error.count != part->hi - part->lo + 1)
      return fail("does not count all of its accumulators");
    const auto [twin, fresh] = seen.emplace(file->shard.index, path);
    if (!fresh) return fail(fmt::format("is shard {}, as {} is", file->shard.index, twin->second));
    whole.tally.add(file->tally);
    seconds += file->seconds;
  }
  for (std::uint64_t i = 1; i <= first->shard.of; ++i) {
    if (!seen.contains(i)) return Error{fmt::format("--merge: shard {} of {} is missing", i, first->shard.of)};
  }
  const Interval range = query->accumulator;
  return finished(*std::move(query), range, std::move(whole), seconds);
}

int sweep_command(const SweepCommand& options) {
  if (!options.batch.empty()) {
    if (!options.state.empty() || !options.shard.empty() || !options.merge.empty()) {
      return usage_error("sweep", "--batch excludes --state, --shard and --merge");
    }
    return run_batch<SweepFlags>("sweep", options.batch, options.flags,
                                 [&](const SweepFlags& flags) -> Result<BatchAnswer> {
                                   const auto result = swept_by(flags, options);
                                   if (!result) return result.error();
                                   if (!result->measured.unsupported.empty())
                                     return BatchAnswer{{{"error", result->measured.unsupported}}, kUndecided};
                                   return BatchAnswer{json_of(*result), result->exit_code};
                                 });
  }
  const auto result = options.merge.empty() ? swept_by(options.flags, options) : merged(options.merge);
  if (!result) return usage_error("sweep", result.error().message);
  if (!result->measured.unsupported.empty()) {
    usage_error("sweep", fmt::format("{}: {}", result->query.target->name, result->measured.unsupported));
    return kUndecided;
  }
  options.format == "json" ? print_line(json_of(*result)) : void(std::cout << text_of(*result));
  return result->exit_code;
}

}  // namespace

void add_sweep(CommandLine& app, int* exit_code) {
  CommandLine command =
      app.add_subcommand("sweep", "the answer of prove by exhausting the range; measures a kernel with --target");
  auto options = std::make_shared<SweepCommand>();
  options->flags.add_to(command);
  command.add_option("--batch", options->batch, "FILE (- is stdin): one set of flags a line, one JSON object each");
  options->jobs.add_to(command, "processes that sweep");
  command.add_option("--state", options->state, "FILE: keeps what is done, and goes on from there");
  command.add_option("--shard", options->shard, "i/n: only the i-th of n parts of the range");
  command.add_option("--merge", options->merge, "FILE...: the whole from the JSON of all shards");
  options->limit.add_to(command);
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = sweep_command(*options); });
}

}  // namespace halflsb::cli
