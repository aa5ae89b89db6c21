// halflsb prove: the exact error bound and the overflow certificate of one parameter set over a range of accumulators.
#include <fmt/format.h>

#include <iostream>

#include "harness/cli/batch.h"
#include "harness/cli/bound_json.h"
#include "harness/cli/certificate.h"
#include "harness/cli/layer_flags.h"
#include "harness/cli/proof_report.h"
#include "harness/cli/scheme_flags.h"
#include "harness/sweep/run.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct ProveFlags : SchemeFlags {
  std::string max_error;
  LayerFlags layer;

  void add_to(CommandLine& app) {
    SchemeFlags::add_to(app);
    layer.add_to(app);
    app.add_option("--max-error", max_error, "P/Q in LSB: a larger error is a finding");
  }
};

struct ProveCommand {
  ProveFlags flags;
  CertificateFlags certificate;
  std::string format = "text", batch;
};

struct Proved {
  SchemeQuery query;
  Interval accumulator;
  std::vector<InvalidParameter> invalid;
  Proof proof;
  std::optional<LayerQuestion> layer;
  std::optional<LayerBound> layer_bound;
  int exit_code = kHolds;
};

constexpr const char* kNoProof =
    "this scheme has no closed form and too many outputs on the range (give a narrower --acc or --output)";

Result<Proved> proved(const ProveFlags& flags) {
  auto query = resolve(flags);
  if (!query) return query.error();
  const auto accumulator = accumulator_range(flags);
  if (!accumulator) return accumulator.error();
  std::optional<Rational> max_error;
  if (!flags.max_error.empty()) {
    const auto limit = parse_rational(flags.max_error);
    if (!limit) return Error{"--max-error: " + limit.error().message};
    max_error = *limit;
  }
  Proved result{*std::move(query), *accumulator, {}, {}, {}, {}, kHolds};
  if (flags.layer.given()) {
    const auto layer = resolve(flags.layer, result.query, *accumulator);
    if (!layer) return layer.error();
    result.layer = *layer;
    result.layer_bound = layer_bound(*layer);
    if (!result.layer_bound) {
      result.exit_code = kUndecided;
      return result;
    }
    result.accumulator = result.layer_bound->accumulator;
  }
  auto proof = prove_or_sweep(result.query.over(result.accumulator));
  if (!proof) {
    result.exit_code = kUndecided;
    return result;
  }
  result.proof = *std::move(proof);
  result.invalid = invalid_parameters(result.query.scheme());
  Rational worst = max_abs(result.proof.error.extremes).value;
  bool overflow = result.proof.overflow.possible;
  if (result.layer_bound) {
    worst = max_abs(*result.layer_bound);
    overflow = overflow || result.layer_bound->bias_overflow.possible;
    for (const InvalidParameter& item : invalid_parameters(result.layer->bias)) result.invalid.push_back(item);
  }
  if (overflow || !result.invalid.empty() || (max_error && worst > *max_error)) result.exit_code = kFinding;
  return result;
}

Json json_of(const Proved& proved) {
  const auto& [query, accumulator, invalid, proof, layer, layer_bound, exit_code] = proved;
  Json json = proof_json("prove", query, accumulator, invalid, proof);
  if (layer) json["layer"] = to_json(*layer, *layer_bound);
  return json;
}

std::string text_of(const Proved& proved) {
  const auto& [query, accumulator, invalid, proof, layer, layer_bound, exit_code] = proved;
  const std::string text = proof_text(query, accumulator, invalid, proof);
  return layer ? text + to_text(*layer, *layer_bound) : text;
}

int prove_command(const ProveCommand& options) {
  const CertificateFlags& certificate = options.certificate;
  if (!certificate.check.empty()) {
    const bool alone = options.flags.scheme.empty() && options.batch.empty() && !certificate.writes();
    if (!alone) return usage_error("prove", "--check takes a question of its own: only --format goes with it");
    return check_certificate(certificate.check, options.format);
  }
  if (certificate.writes() && (!options.batch.empty() || options.flags.layer.given())) {
    return usage_error("prove", "--certificate and --smt2 take one requantization, neither --batch nor --bias");
  }
  if (!options.batch.empty()) {
    return run_batch<ProveFlags>(
        "prove", options.batch, options.flags, [](const ProveFlags& flags) -> Result<BatchAnswer> {
          const auto result = proved(flags);
          if (!result) return result.error();
          return BatchAnswer{result->exit_code == kUndecided ? Json{{"error", kNoProof}} : json_of(*result),
                             result->exit_code};
        });
  }
  const auto result = proved(options.flags);
  if (!result) return usage_error("prove", result.error().message);
  if (result->exit_code == kUndecided) {
    usage_error("prove", kNoProof);
    return kUndecided;
  }
  if (certificate.writes()) {
    const Question question = result->query.over(result->accumulator);
    const auto error = write_certificates(certificate, question, result->query.parameters, result->proof);
    if (error) return usage_error("prove", error->message);
  }
  options.format == "json" ? print_line(json_of(*result)) : void(std::cout << text_of(*result));
  return result->exit_code;
}

}  // namespace

void add_prove(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand(
      "prove", "the exact error bound and overflow of one parameter set over a range of accumulators");
  auto options = std::make_shared<ProveCommand>();
  options->flags.add_to(command);
  options->certificate.add_to(command);
  command.add_option("--batch", options->batch, "FILE (- is stdin): one set of flags a line, one JSON object each");
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = prove_command(*options); });
}

}  // namespace halflsb::cli
