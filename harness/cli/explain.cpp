// halflsb explain: one accumulator, or one output of a problem, step by step.
#include "harness/cli/explain.h"

#include <fmt/format.h>

#include <iostream>

#include "harness/check/expect.h"
#include "harness/cli/render.h"
#include "harness/cli/scheme_flags.h"
#include "harness/problem/fields.h"
#include "harness/problem/text.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct Options {
  SchemeFlags flags;
  std::string format = "text", problem, where = "0,0,0,0";
};

// The steps behind the scheme's own, where there are any.
void add_final_rows(std::vector<Row>& rows, const Activation& activation, const OutputTrace& trace,
                    const std::optional<Interval>& output) {
  const Integer in_register = rows.empty() ? trace.accumulator : rows.back().in_register;
  if (activation.kind != Activation::Kind::none) rows.push_back({"activation", "", trace.activated, trace.activated});
  if (!output) return;
  const std::string range = fmt::format("to [{}, {}]", halflsb::to_text(output->lo), halflsb::to_text(output->hi));
  // An activation of a wrapped register is not followed further: its exact value stands in both columns.
  const Integer before = activation.kind == Activation::Kind::none ? in_register : trace.activated;
  rows.push_back({"clamp", range, saturate(trace.activated, *output).value, saturate(before, *output).value});
}

int run_flags(const Options& options) {
  const auto query = resolve(options.flags);
  if (!query) return usage_error("explain", query.error().message);
  if (options.flags.acc.empty()) return usage_error("explain", "--acc is missing (expected one accumulator)");
  const auto accumulator = parse_bound(options.flags.acc);
  if (!accumulator) return usage_error("explain", "--acc: " + accumulator.error().message);
  const Scheme scheme = query->scheme();
  const Trace trace = halflsb::trace(scheme, *accumulator);
  OutputTrace whole;
  whole.accumulator = *accumulator;
  whole.activated = trace.exact;
  std::vector<Row> steps = rows(scheme, trace);
  add_final_rows(steps, {}, whole, query->output);
  Rational real = Rational(*accumulator) * query->factor + Rational(query->zero_point);
  Rational out(trace.exact);
  if (query->output) {
    real = std::clamp(real, Rational(query->output->lo), Rational(query->output->hi));
    out = std::clamp(out, Rational(query->output->lo), Rational(query->output->hi));
  }
  const Rational error = out - real;
  if (options.format == "json") {
    print_line({{"command", "explain"},
                {"scheme", query->recipe->name},
                {"parameters", to_json(query->parameters)},
                {"factor", halflsb::to_text(query->factor)},
                {"zero_point", number(query->zero_point)},
                {"accumulator", halflsb::to_text(*accumulator)},
                {"invalid_parameters", to_json(invalid_parameters(scheme))},
                {"steps", to_json(steps)},
                {"first_overflow", trace.first_overflow ? Json(scheme.steps[*trace.first_overflow].name) : Json()},
                {"real", rational(real)},
                {"error", rational(error)}});
    return kHolds;
  }
  std::cout << fmt::format("{}  {}  factor {}\n", query->recipe->name, to_text(query->parameters),
                           readable(query->factor))
            << to_text(steps)
            << fmt::format("  real value       {}{}\n  error            {} LSB\n", readable(real),
                           query->output ? ", clamped" : "", readable(error));
  for (const InvalidParameter& item : invalid_parameters(scheme)) {
    std::cout << fmt::format("  invalid          {} {} {} in a register of {} bits\n", item.step, item.what,
                             halflsb::to_text(item.value), item.width);
  }
  return kHolds;
}

int run(const Options& options) {
  if (options.problem.empty()) return run_flags(options);
  const auto problem = parse_problem(options.problem);
  if (!problem) return usage_error("explain", problem.error().message);
  const auto where = parse_position(*problem, options.where);
  if (!where) return usage_error("explain", where.error().message);
  const OutputExplanation explanation = explain_output(*problem, *where);
  if (options.format == "json") {
    print_line({{"command", "explain"}, {"where", *where}, {"explanation", to_json(explanation)}});
  } else {
    std::cout << to_text(explanation);
  }
  return kHolds;
}

}  // namespace

Result<std::array<std::int64_t, 4>> parse_position(const Problem& problem, std::string_view text) {
  const auto sizes = parse_sizes(text, 4, ',', 0);
  if (!sizes) return Error{"position: " + sizes.error().message};
  std::array<std::int64_t, 4> limits{1, 1, 1, 1};
  if (const auto* layer = std::get_if<ConvLayer>(&problem)) {
    const ConvShape& s = layer->shape;
    limits = {s.batch, s.out_height(), s.out_width(), s.out_channels};
  } else {
    limits[3] = static_cast<std::int64_t>(std::get<RequantizeProblem>(problem).accumulators.size());
  }
  std::array<std::int64_t, 4> where{};
  for (std::size_t i = 0; i < 4; ++i) {
    where[i] = (*sizes)[i];
    if (where[i] < limits[i]) continue;
    return Error{fmt::format("position: {} is outside the output of shape {}x{}x{}x{}", in_quotes(text), limits[0],
                             limits[1], limits[2], limits[3])};
  }
  return where;
}

OutputExplanation explain_output(const Problem& problem, std::array<std::int64_t, 4> where) {
  const Requantization& rq = requantization_of(problem);
  OutputExplanation result;
  OutputTrace trace;
  Activation activation;
  std::int64_t channel = 0;
  const std::size_t flat = flat_index(problem, where);
  if (const auto* layer = std::get_if<ConvLayer>(&problem)) {
    channel = where[3];
    trace = trace_output(*layer, where);
    activation = layer->activation;
    result.rows.push_back({"sum of products", "", trace.dot_product, trace.dot_product});
    if (trace.bias) result.rows.push_back({"bias", "", *trace.bias_term, *trace.bias_term});
  } else {
    const auto& accumulators = std::get<RequantizeProblem>(problem).accumulators;
    trace = trace_accumulator(rq, activation, 0, accumulators[flat]);
  }
  const std::vector<Row> steps = rows(rq.scheme(channel), trace.scheme);
  result.rows.insert(result.rows.end(), steps.begin(), steps.end());
  add_final_rows(result.rows, activation, trace, Interval{rq.output.lo, rq.output.hi});
  result.parameters = rq.of(channel);
  result.factor = rq.real_factor(channel);
  result.output = trace.clamped;
  result.real = real_output(problem, flat, trace.accumulator);
  return result;
}

std::string to_text(const OutputExplanation& explanation, const std::vector<Row>& other, const std::string& title) {
  return fmt::format("{}  {}  factor {}\n", explanation.parameters.scheme, to_text(explanation.parameters),
                     readable(explanation.factor)) +
         to_text(explanation.rows, other, title) +
         fmt::format("  real value       {}, clamped\n  error            {} LSB\n", readable(explanation.real),
                     readable(Rational(explanation.output) - explanation.real));
}

Json to_json(const OutputExplanation& explanation) {
  return {{"scheme", explanation.parameters.scheme},
          {"parameters", to_json(explanation.parameters)},
          {"factor", halflsb::to_text(explanation.factor)},
          {"steps", to_json(explanation.rows)},
          {"output", number(explanation.output)},
          {"real", rational(explanation.real)},
          {"error", rational(Rational(explanation.output) - explanation.real)}};
}

void add_explain(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("explain", "one accumulator, or one output of a problem, step by step");
  auto options = std::make_shared<Options>();
  command->add_option("problem", options->problem, "a problem line, in place of the flags of a scheme");
  command->add_option("--where", options->where, "n,h,w,c of the output to explain (of a problem line)")
      ->capture_default_str();
  options->flags.add_to(*command, "one accumulator: [-]INT or [-]2^K, then +INT or -INT");
  add_format(*command, options->format);
  command->callback([options, exit_code] { *exit_code = run(*options); });
}

}  // namespace halflsb::cli
