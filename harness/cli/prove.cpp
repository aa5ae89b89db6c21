// halflsb prove: the exact error bound and the overflow certificate of one parameter set over a range of accumulators.
#include <fmt/format.h>

#include <iostream>

#include "harness/cli/batch.h"
#include "harness/cli/bound_json.h"
#include "harness/cli/certificate.h"
#include "harness/cli/layer_flags.h"
#include "harness/cli/scheme_flags.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct ProveFlags : SchemeFlags {
  std::string max_error;
  LayerFlags layer;

  void add_to(CLI::App& app) {
    SchemeFlags::add_to(app);
    layer.add_to(app);
    app.add_option("--max-error", max_error, "P/Q in LSB: a larger error is a finding");
  }
};

struct Options {
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
    if (!result.layer_bound) return Error{kNoProof};
    result.accumulator = result.layer_bound->accumulator;
  }
  auto proof = prove(result.query.over(result.accumulator));
  if (!proof) return Error{kNoProof};
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
  Json json{{"command", "prove"},
          {"scheme", query.recipe->name},
          {"parameters", parameters_json(query.parameters, query.zero_point)},
          {"factor", halflsb::to_text(query.factor)},
          {"accumulator", to_json(accumulator)},
          {"output", output_json(query.output)},
          {"invalid_parameters", to_json(invalid)},
          {"overflow", to_json(proof.overflow)},
          {"error", to_json(proof.error.extremes, proof.error.mean)},
          {"misrounded",
           {{"count", halflsb::to_text(*proof.error.misrounded)},
            {"of", halflsb::to_text(Integer(accumulator.hi - accumulator.lo + 1))}}},
          {"unsaturated", unsaturated_json(proof.error.unsaturated)},
          {"method", name_of(proof.method)}};
  if (layer) json["layer"] = to_json(*layer, *layer_bound);
  return json;
}

std::string share(const Integer& part, const Integer& whole) {
  return fmt::format("{} of {} ({:.4g} %)", halflsb::to_text(part), halflsb::to_text(whole),
                     100 * to_decimal(Rational(part, whole)));
}

std::string text_of(const Overflow& overflow) {
  std::string text;
  if (overflow.possible) {
    text = fmt::format("POSSIBLE: {} overflows at N = {}", overflow.step, halflsb::to_text(*overflow.witness));
  } else {
    text = "impossible";
    if (overflow.headroom_bits) text += fmt::format(", headroom {} bits", halflsb::to_text(*overflow.headroom_bits));
  }
  const auto end = [](const std::optional<Integer>& value) { return value ? halflsb::to_text(*value) : std::string("unbounded"); };
  if (!overflow.zero_is_safe) return text + "; no N around 0 is safe";
  return text + fmt::format("; safe N: {} to {}", end(overflow.safe_lo), end(overflow.safe_hi));
}

std::string text_of(const Proved& proved) {
  const auto& [query, accumulator, invalid, proof, layer, layer_bound, exit_code] = proved;
  const ErrorBound& error = proof.error;
  const auto line = [](const char* name, const ErrorAt& at) {
    return fmt::format("  {:<16} {} LSB at N = {}\n", name, readable(at.value), halflsb::to_text(at.accumulator));
  };
  std::string text = fmt::format("{}  {}  zero point {}  factor {}\n  accumulators     {} to {}, output {}\n", query.recipe->name,
                                 to_text(query.parameters), halflsb::to_text(query.zero_point), readable(query.factor),
                                 halflsb::to_text(accumulator.lo), halflsb::to_text(accumulator.hi),
                                 query.output ? fmt::format("[{}, {}]", halflsb::to_text(query.output->lo),
                                                            halflsb::to_text(query.output->hi))
                                              : "not clamped");
  for (const InvalidParameter& item : invalid) {
    text += fmt::format("  invalid          {} {} {} in a register of {} bits\n", item.step, item.what,
                        halflsb::to_text(item.value), item.width);
  }
  text += fmt::format("  overflow         {}\n", text_of(proof.overflow));
  text += line("largest error", error.extremes.max) + line("smallest error", error.extremes.min) +
          line("worst |error|", max_abs(error.extremes));
  text += fmt::format("  mean error       {} LSB\n", readable(error.mean));
  text += fmt::format("  misrounded       {}\n",
                      share(*error.misrounded, Integer(accumulator.hi - accumulator.lo + 1)));
  if (error.unsaturated) {
    const Unsaturated& part = *error.unsaturated;
    text += fmt::format("  unsaturated      {} to {}: misrounded {}, mean {} LSB\n", halflsb::to_text(part.lo),
                        halflsb::to_text(part.hi), share(*part.misrounded, Integer(part.hi - part.lo + 1)), readable(part.mean));
  }
  text += fmt::format("  method           {}\n", name_of(proof.method));
  return layer ? text + to_text(*layer, *layer_bound) : text;
}

int run(const Options& options) {
  const CertificateFlags& certificate = options.certificate;
  if (!certificate.check.empty()) {
    const bool alone = options.flags.scheme.empty() && options.batch.empty() && !certificate.writes();
    return alone ? check_certificate(certificate.check, options.format) : usage_error("prove", "--check takes a question of its own: only --format goes with it");
  }
  if (certificate.writes() && (!options.batch.empty() || options.flags.layer.given())) {
    return usage_error("prove", "--certificate and --smt2 take one requantization, neither --batch nor --bias");
  }
  if (!options.batch.empty()) {
    return run_batch<ProveFlags>("prove", options.batch, options.flags, [](const ProveFlags& flags) -> Result<BatchAnswer> {
      const auto result = proved(flags);
      if (!result) return result.error();
      return BatchAnswer{json_of(*result), result->exit_code};
    });
  }
  const auto result = proved(options.flags);
  if (!result) return usage_error("prove", result.error().message);
  if (certificate.writes()) {
    const Question question = result->query.over(result->accumulator);
    const auto error = write_certificates(certificate, question, result->query.parameters, result->proof);
    if (error) return usage_error("prove", error->message);
  }
  options.format == "json" ? print_line(json_of(*result)) : void(std::cout << text_of(*result));
  return result->exit_code;
}

}  // namespace

void add_prove(CLI::App& app, int* exit_code) {
  CLI::App* command =
      app.add_subcommand("prove", "the exact error bound and overflow of one parameter set over a range of accumulators");
  auto options = std::make_shared<Options>();
  options->flags.add_to(*command);
  options->certificate.add_to(*command);
  command->add_option("--batch", options->batch, "FILE (- is stdin): one set of flags a line, one JSON object each");
  add_format(*command, options->format);
  command->callback([options, exit_code] { *exit_code = run(*options); });
}

}  // namespace halflsb::cli
