#include "reference/bound/layer.h"

#include "reference/scheme/evaluate.h"

namespace halflsb {
namespace {

// b against its real value in accumulator units.
Question bias_question(const LayerQuestion& layer) {
  Question question{layer.bias, layer.bias_factor, 0, layer.bias_values, {}};
  question.offset = -Rational(layer.bias_zero_point) * layer.bias_factor;
  question.arithmetic = layer.output.arithmetic;
  return question;
}

Rational bias_error_at(const LayerQuestion& layer, const Integer& b) {
  return Rational(evaluate(layer.bias, b)) - Rational(b - layer.bias_zero_point) * layer.bias_factor;
}

// Lemma B19: for one b, with d = B(b) - its real value, real = N * factor + zero_point - d * factor: one question about N.
std::optional<Extremes> with_bias(const LayerQuestion& layer, const Integer& b) {
  const Integer added = evaluate(layer.bias, b);
  Question question = layer.output;
  question.accumulator = {layer.output.accumulator.lo + added, layer.output.accumulator.hi + added};
  question.offset = layer.output.offset - bias_error_at(layer, b) * layer.output.factor;
  auto extremes = error_extremes(question);
  if (!extremes) return std::nullopt;
  extremes->max.accumulator -= added;
  extremes->min.accumulator -= added;
  return extremes;
}

bool by_every_bias(const LayerQuestion& layer, LayerBound& bound) {
  bool any = false;
  for (Integer b = layer.bias_values.lo; b <= layer.bias_values.hi; ++b) {
    const auto extremes = with_bias(layer, b);
    if (!extremes) return false;
    if (!any || extremes->max.value > bound.max.value) bound.max = {extremes->max.value, extremes->max.accumulator, b};
    if (!any || extremes->min.value < bound.min.value) bound.min = {extremes->min.value, extremes->min.accumulator, b};
    any = true;
  }
  return true;
}

// Lemma B20: moving the real value by d moves its clamped value by no more, and in the same direction. So the error of the layer is that of the
// output, and at most max(d * factor, 0) more and min(d * factor, 0) less; without a clamp exactly d * factor more.
bool by_enclosure(const LayerQuestion& layer, LayerBound& bound) {
  Question question = layer.output;
  question.accumulator = bound.accumulator;
  const auto extremes = error_extremes(question);
  if (!extremes) return false;
  Rational most = bound.bias_error.max.value * layer.output.factor,
           least = bound.bias_error.min.value * layer.output.factor;
  if (most < least) std::swap(most, least);
  if (layer.output.output) {
    most = std::max(most, Rational(0));
    least = std::min(least, Rational(0));
  }
  bound.exact = false;
  bound.max = {extremes->max.value + most, {}, {}};
  bound.min = {extremes->min.value + least, {}, {}};
  return true;
}

}  // namespace

std::optional<LayerBound> layer_bound(const LayerQuestion& question) {
  LayerBound bound;
  const auto bias_error = error_extremes(bias_question(question));
  if (!bias_error) return std::nullopt;
  bound.bias_error = *bias_error;
  Integer least = evaluate(question.bias, question.bias_values.lo),
          most = evaluate(question.bias, question.bias_values.hi);
  if (most < least) std::swap(most, least);
  bound.accumulator = {question.output.accumulator.lo + least, question.output.accumulator.hi + most};
  bound.bias_overflow = overflow_of(question.bias, question.bias_values, question.output.arithmetic);
  bound.output_overflow = overflow_of(question.output.scheme, bound.accumulator, question.output.arithmetic);
  const bool few = question.bias_values.hi - question.bias_values.lo < kMostBiases;
  const bool bounded = few ? by_every_bias(question, bound) : by_enclosure(question, bound);
  return bounded ? std::optional(bound) : std::nullopt;
}

}  // namespace halflsb
