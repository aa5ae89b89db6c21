// halflsb explain: one accumulator, or one output of a problem, step by step.
#include "harness/cli/explain.h"

#include <fmt/format.h>

#include <iostream>

#include "harness/cli/scheme_flags.h"
#include "harness/problem/fields.h"
#include "harness/problem/text.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

struct ExplainCommand {
  SchemeFlags flags;
  std::string format = "text", problem, where = "0,0,0,0";
};

int run_flags(const ExplainCommand& options) {
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

int explain_command(const ExplainCommand& options) {
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
  const std::array<std::int64_t, 4> limits = output_shape(problem);
  std::array<std::int64_t, 4> where{};
  for (std::size_t i = 0; i < 4; ++i) {
    where[i] = (*sizes)[i];
    if (where[i] < limits[i]) continue;
    return Error{fmt::format("position: {} is outside the output of shape {}x{}x{}x{}", in_quotes(text), limits[0],
                             limits[1], limits[2], limits[3])};
  }
  return where;
}

void add_explain(CommandLine& app, int* exit_code) {
  CommandLine command = app.add_subcommand("explain", "one accumulator, or one output of a problem, step by step");
  auto options = std::make_shared<ExplainCommand>();
  command.add_option("problem", options->problem, "a problem line, in place of the flags of a scheme");
  command.add_option("--where", options->where, "n,h,w,c of the output to explain (of a problem line)").show_default();
  options->flags.add_to(command, "one accumulator: [-]INT or [-]2^K, then +INT or -INT");
  add_format(command, options->format);
  command.callback([options, exit_code] { *exit_code = explain_command(*options); });
}

}  // namespace halflsb::cli
