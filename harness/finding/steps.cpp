#include "harness/finding/steps.h"

#include <fmt/format.h>

#include "harness/check/expect.h"

namespace halflsb {

std::array<std::int64_t, 4> output_shape(const Problem& problem) {
  if (const auto* layer = std::get_if<ConvLayer>(&problem)) {
    const ConvShape& s = layer->shape;
    return {s.batch, s.out_height(), s.out_width(), s.out_channels};
  }
  return {1, 1, 1, static_cast<std::int64_t>(std::get<RequantizeProblem>(problem).accumulators.size())};
}

void add_final_rows(std::vector<Row>& rows, const Activation& activation, const OutputTrace& trace,
                    const std::optional<Interval>& output) {
  const Integer in_register = rows.empty() ? trace.accumulator : round(rows.back().in_register, RoundingMode::down);
  if (activation.kind != Activation::Kind::none)
    rows.push_back({"activation", "", Rational(trace.activated), Rational(trace.activated)});
  if (!output) return;
  const std::string range = fmt::format("to [{}, {}]", to_text(output->lo), to_text(output->hi));
  // An activation of a wrapped register is not followed further: its exact value stands in both columns.
  const Integer before = activation.kind == Activation::Kind::none ? in_register : trace.activated;
  rows.push_back(
      {"clamp", range, Rational(saturate(trace.activated, *output).value), Rational(saturate(before, *output).value)});
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
    result.rows.push_back({"sum of products", "", Rational(trace.dot_product), Rational(trace.dot_product)});
    if (trace.bias) result.rows.push_back({"bias", "", Rational(*trace.bias_term), Rational(*trace.bias_term)});
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
          {"factor", to_text(explanation.factor)},
          {"steps", to_json(explanation.rows)},
          {"output", number(explanation.output)},
          {"real", rational(explanation.real)},
          {"error", rational(Rational(explanation.output) - explanation.real)}};
}

}  // namespace halflsb
