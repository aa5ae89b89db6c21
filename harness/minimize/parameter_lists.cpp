// Simpler parameters: no bias, no activation, zero points of 0, numbers of the scheme nearer to their simplest values.
#include <algorithm>

#include "harness/minimize/compensate.h"
#include "harness/minimize/lists.h"
#include "harness/minimize/simpler_scheme.h"
#include "reference/conv/conv.h"

namespace halflsb {
namespace {

bool fits(const Integer& value, std::int64_t lo, std::int64_t hi) { return value >= lo && value <= hi; }

// A change of parameters alone, and with the bias that keeps the accumulators.
template <class Change>
void offer_both(const ConvLayer& layer, Candidates& out, Change&& change) {
  out.offer_changed(layer, change);
  out.offer([&]() -> std::optional<ConvLayer> {
    if (!layer.bias) return std::nullopt;
    ConvLayer changed = layer;
    change(changed);
    return compensated(layer, std::move(changed));
  });
}

// The same bias terms, in accumulator scale.
std::optional<ConvLayer> with_plain_bias(const ConvLayer& layer) {
  if (!layer.bias) return std::nullopt;
  Bias bias;
  for (std::int64_t channel = 0; channel < layer.shape.out_channels; ++channel) {
    const Integer term = bias_term(layer, channel);
    if (!fits(term, INT32_MIN, INT32_MAX)) return std::nullopt;
    bias.data.push_back(term.convert_to<std::int32_t>());
  }
  if (*layer.bias == bias) return std::nullopt;
  ConvLayer simpler = layer;
  simpler.bias = std::move(bias);
  return simpler;
}

// One value for all channels: each of those that are there.
template <class List>
void offer_shared(const ConvLayer& layer, Candidates& out, List&& list) {
  ConvLayer original = layer;
  const auto& values = list(original);
  if (values.size() < 2) return;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::find(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(i), values[i]) !=
        values.begin() + static_cast<std::ptrdiff_t>(i)) {
      continue;
    }
    offer_both(layer, out, [&](ConvLayer& l) { list(l).assign(1, values[i]); });
  }
}

// x - zero_point stays what it is.
template <class ZeroPoint>
bool moved(std::vector<std::int16_t>& data, std::size_t begin, std::size_t end, ZeroPoint zero_point,
           ElementType type) {
  for (std::size_t i = begin; i < end; ++i) {
    const std::int64_t value = std::int64_t{data[i]} - std::int64_t{zero_point};
    if (!fits(value, smallest(type), largest(type))) return false;
    data[i] = static_cast<std::int16_t>(value);
  }
  return true;
}

std::optional<ConvLayer> with_input_at_zero(const ConvLayer& layer) {
  ConvLayer simpler = layer;
  simpler.input_zero_point = 0;
  const bool fit = moved(simpler.input, 0, simpler.input.size(), layer.input_zero_point, layer.input_type);
  if (!fit || simpler == layer) return std::nullopt;
  return simpler;
}

std::optional<ConvLayer> with_filter_at_zero(const ConvLayer& layer) {
  ConvLayer simpler = layer;
  simpler.filter_zero_point = {0};
  const auto depth = static_cast<std::size_t>(layer.shape.depth());
  for (std::int64_t o = 0; o < layer.shape.out_channels; ++o) {
    const std::size_t begin = static_cast<std::size_t>(o) * depth;
    if (!moved(simpler.filter, begin, begin + depth, layer.filter_zero_point_of(o), layer.filter_type))
      return std::nullopt;
  }
  if (simpler == layer) return std::nullopt;
  return simpler;
}

template <class T>
void clamp_to_i8(std::vector<T>& values) {
  for (T& value : values) value = std::clamp<T>(value, -128, 127);
}

void sign_input(ConvLayer& layer) {
  layer.input_type = ElementType::i8;
  layer.input_zero_point = std::clamp<std::int64_t>(layer.input_zero_point, -128, 127);
  clamp_to_i8(layer.input);
}

void sign_filter(ConvLayer& layer) {
  layer.filter_type = ElementType::i8;
  clamp_to_i8(layer.filter_zero_point);
  clamp_to_i8(layer.filter);
}

// Accumulators that keep N * slope.
std::optional<RequantizeProblem> aimed(const RequantizeProblem& problem, RequantizeProblem changed) {
  const Rational slope = changed.requantization.recipe().slope(changed.requantization.of(0));
  if (slope == 0) return std::nullopt;
  const Rational factor = problem.requantization.recipe().slope(problem.requantization.of(0)) / slope;
  bool moved = false;
  for (std::int32_t& accumulator : changed.accumulators) {
    const Integer value = round(Rational(accumulator) * factor, RoundingMode::down);
    if (!fits(value, INT32_MIN, INT32_MAX)) return std::nullopt;
    moved = moved || value != accumulator;
    accumulator = value.convert_to<std::int32_t>();
  }
  if (!moved) return std::nullopt;
  return changed;
}

}  // namespace

// What fails by its bias often needs nothing else; but its small differences show only in a factor near 1, and the products that
// moved the sum to where they showed in another have to go at the same time.
void bias_alone(const ConvLayer& layer, Candidates& out) {
  if (!layer.bias) return;
  out.offer_changed(layer, [](ConvLayer& l) {
    std::fill(l.input.begin(), l.input.end(), std::int16_t{0});
    std::fill(l.filter.begin(), l.filter.end(), std::int16_t{0});
    l.input_zero_point = 0;
    l.filter_zero_point = {0};
    for (Parameters& parameters : l.requantization.parameters) parameters = simplest_parameters(parameters);
  });
}

void simpler_bias(const ConvLayer& layer, Candidates& out) {
  if (!layer.bias) return;
  out.offer_changed(layer, [](ConvLayer& l) { l.bias.reset(); });
  out.offer([&] { return with_plain_bias(layer); });
  out.offer_changed(layer, [](ConvLayer& l) { l.bias->rescale.clear(); });
  out.offer_changed(layer, [](ConvLayer& l) { l.bias->type = ElementType::i32; });
  toward(layer.bias->zero_point, std::int64_t{0},
         [&](std::int64_t value) { out.offer_changed(layer, [=](ConvLayer& l) { l.bias->zero_point = value; }); });
  for (std::size_t i = 0; i < layer.bias->rescale.size(); ++i) {
    for (const Parameters& parameters : simpler_parameters(layer.bias->rescale[i])) {
      out.offer_changed(layer, [&](ConvLayer& l) { l.bias->rescale[i] = parameters; });
    }
  }
}

void simpler_activation(const ConvLayer& layer, Candidates& out) {
  using Kind = Activation::Kind;
  const Activation& activation = layer.activation;
  for (const Kind kind : {Kind::none, Kind::relu}) {
    if (kind < activation.kind) out.offer_changed(layer, [=](ConvLayer& l) { l.activation = {kind, {}, {}}; });
  }
  if (activation.kind == Kind::clip) {
    const OutputRange& output = layer.requantization.output;
    const auto offer = [&](std::int64_t lo, std::int64_t hi) {
      out.offer_changed(layer, [=](ConvLayer& l) { l.activation.clip = {lo, hi}; });
    };
    // Toward the output range, where the clip does nothing; from one that reaches beyond it too.
    toward(activation.clip.lo, output.lo, [&](std::int64_t lo) { offer(lo, activation.clip.hi); });
    toward(activation.clip.hi, output.hi, [&](std::int64_t hi) { offer(activation.clip.lo, hi); });
  }
  if (!activation.leaky) return;
  for (const Parameters& parameters : simpler_parameters(*activation.leaky)) {
    out.offer_changed(layer, [&](ConvLayer& l) { l.activation.leaky = parameters; });
  }
}

void shared_by_channels(const ConvLayer& layer, Candidates& out) {
  offer_shared(
      layer, out, [](ConvLayer & l) -> auto& { return l.requantization.parameters; });
  offer_shared(
      layer, out, [](ConvLayer & l) -> auto& { return l.requantization.factor; });
  offer_shared(
      layer, out, [](ConvLayer & l) -> auto& { return l.filter_zero_point; });
  if (layer.bias)
    offer_shared(
        layer, out, [](ConvLayer & l) -> auto& { return l.bias->rescale; });
}

void signed_types(const ConvLayer& layer, Candidates& out) {
  out.offer_changed(layer, [](ConvLayer& l) { sign_input(l), sign_filter(l); });
  out.offer_changed(layer, [](ConvLayer& l) { sign_input(l); });
  out.offer_changed(layer, [](ConvLayer& l) { sign_filter(l); });
}

void simpler_zero_points(const ConvLayer& layer, Candidates& out) {
  out.offer([&] { return with_input_at_zero(layer); });
  out.offer([&] { return with_filter_at_zero(layer); });
  toward(layer.input_zero_point, std::int64_t{0},
         [&](std::int64_t value) { offer_both(layer, out, [=](ConvLayer& l) { l.input_zero_point = value; }); });
  for (std::size_t i = 0; i < layer.filter_zero_point.size(); ++i) {
    toward(layer.filter_zero_point[i], std::int32_t{0},
           [&](std::int32_t value) { offer_both(layer, out, [=](ConvLayer& l) { l.filter_zero_point[i] = value; }); });
  }
}

void simpler_layer_scheme(const ConvLayer& layer, Candidates& out) {
  const std::vector<Parameters>& all = layer.requantization.parameters;
  for (std::size_t i = 0; i < all.size() && !out.stopped(); ++i) {
    const Rational slope = layer.requantization.recipe().slope(all[i]);
    for (const Parameters& parameters : simpler_parameters(all[i])) {
      const auto change = [&](ConvLayer& l) { l.requantization.parameters[i] = parameters; };
      out.offer_changed(layer, change);
      out.offer([&]() -> std::optional<ConvLayer> {  // N * slope stays
        const Rational changed_slope = layer.requantization.recipe().slope(parameters);
        if (!layer.bias || all.size() > 1 || changed_slope == 0) return std::nullopt;
        ConvLayer changed = layer;
        change(changed);
        return compensated(layer, std::move(changed), slope / changed_slope);
      });
    }
  }
}

void simpler_layer_output(const ConvLayer& layer, Candidates& out) {
  for (const Requantization& simpler : simpler_ends(layer.requantization)) {
    out.offer_changed(layer, [&](ConvLayer& l) { l.requantization = simpler; });
  }
}

void simpler_scheme(const RequantizeProblem& problem, Candidates& out) {
  for (const Parameters& parameters : simpler_parameters(problem.requantization.of(0))) {
    RequantizeProblem changed = problem;
    changed.requantization.parameters = {parameters};
    if (changed == problem) continue;
    out.offer([&] { return std::optional(changed); });
    out.offer([&] { return aimed(problem, changed); });
  }
}

void simpler_output(const RequantizeProblem& problem, Candidates& out) {
  for (const Requantization& simpler : simpler_ends(problem.requantization)) {
    out.offer_changed(problem, [&](RequantizeProblem& p) { p.requantization = simpler; });
  }
}

}  // namespace halflsb
