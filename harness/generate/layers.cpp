#include "harness/generate/layers.h"

#include <algorithm>

#include "harness/check/domain.h"
#include "harness/generate/bias.h"
#include "harness/generate/numbers.h"
#include "harness/generate/parameters.h"
#include "harness/generate/shapes.h"
#include "harness/generate/sums.h"
#include "harness/generate/tensors.h"

namespace halflsb {
namespace {

constexpr std::int64_t kDealtSets = 4;  // different parameter sets of a layer: deriving one costs microseconds

// Both tensors at rails: the largest sums, and pairs of products that leave 16 bits.
void draw_data(Random& random, ConvLayer& layer) {
  constexpr std::int64_t kDeep = 256;  // products: sums can then leave the 24 bits of a float
  const bool rails = random.one_in(layer.shape.depth() > kDeep ? 2 : 8);
  const bool plain = !rails && random.one_in(3);
  const auto pattern = [&] {
    if (plain) return Pattern::random;
    return rails ? some_rail_pattern(random) : some_pattern(random);
  };
  fill_input(random, layer, pattern());
  fill_filter(random, layer, pattern());
}

// A typical magnitude of a channel's accumulators: the largest of a few.
Int128 typical_sum(Random& random, const ConvLayer& layer, std::int64_t channel) {
  Int128 most = 0;
  const std::int64_t tries = std::clamp<std::int64_t>(2000 / layer.shape.depth(), 1, 4);
  for (std::int64_t i = 0; i < tries; ++i) {
    const Int128 sum = sum_of_products(layer, random.between(0, pixels(layer.shape) - 1), channel);
    most = std::max(most, sum < 0 ? -sum : sum);
  }
  if (layer.bias && layer.bias->rescale.empty()) {
    const std::int64_t term = layer.bias->data[static_cast<std::size_t>(channel)] - layer.bias->zero_point;
    most = std::max<Int128>(most, term < 0 ? -term : term);
  }
  return most;
}

Parameters aimed(Random& random, const halflsb_domain& domain, const ConvLayer& layer, std::int64_t channel,
                 const Parameters& fallback) {
  const OutputRange& output = layer.requantization.output;
  const Int128 sum = std::max<Int128>(typical_sum(random, layer, channel), 1);
  std::int64_t level = std::max<std::int64_t>(output.hi - output.lo, 1);
  if (level > UINT16_MAX && random.one_in(3)) return derived_or(fallback, Rational(1), domain);  // every unit shows
  if (level > 256 && random.one_in(2)) level = std::min(level, std::int64_t{1} << random.between(8, 31));
  if (random.use().near_ties && random.one_in(8)) {  // this very sum to k + 1/2
    const Rational half = Rational(2 * random.between(0, std::max<std::int64_t>(level / 2, 1)) + 1) / 2;
    return derived_or(fallback, half / to_integer(sum), domain);
  }
  const auto bits = [](Int128 value) { return static_cast<int>(bit_length(to_integer(value))); };
  const int exponent = bits(level) - bits(sum) - static_cast<int>(random.between(0, 3));
  auto derived = some_derived(random, layer.requantization.recipe(), exponent, domain);
  return derived ? *std::move(derived) : fallback;
}

}  // namespace

ElementType some_type(Random& random, std::uint32_t mask) {
  while (true) {
    const auto type = static_cast<ElementType>(random.between(0, 3));
    if (((mask >> static_cast<int>(type)) & 1U) != 0) return type;
  }
}

OutputRange some_output(Random& random, const halflsb_domain& domain) {
  const ElementType type = some_type(random, domain.output_types);
  const OutputRange whole{smallest(type), largest(type)};
  if (!random.one_in(4)) return whole;
  // A narrower range of that type, as a fused clip leaves it.
  const std::int64_t a = boundary_integer(random, whole.lo, whole.hi);
  const std::int64_t b = boundary_integer(random, whole.lo, whole.hi);
  const OutputRange narrow{std::min(a, b), std::max(a, b)};
  return output_type_of(narrow) == type ? narrow : whole;
}

std::int64_t some_zero_point(Random& random, const halflsb_domain& domain, const OutputRange& output) {
  const bool any = random.one_in(8);
  const std::int64_t drawn = any ? boundary_integer(random, INT32_MIN, INT32_MAX)
                                 : boundary_integer(random, std::max<std::int64_t>(output.lo, -32768),
                                                    std::max(std::min<std::int64_t>(output.hi, 32767),
                                                             std::max<std::int64_t>(output.lo, -32768)));
  return std::clamp(drawn, domain.zero_point.min, domain.zero_point.max);
}

Requantization some_requantization(Random& random, const halflsb_target& target, std::int64_t channels) {
  const Recipe& recipe = *find_recipe(target.scheme != nullptr ? target.scheme : "ideal");
  Requantization rq;
  const bool per_channel = target.domain.per_channel != 0 && channels > 1 && random.one_in(2);
  for (std::int64_t i = 0; i < (per_channel ? channels : 1); ++i) {
    rq.parameters.push_back(i < kDealtSets
                                ? some_parameters(random, recipe, target.domain)
                                : rq.parameters[static_cast<std::size_t>(random.between(0, kDealtSets - 1))]);
  }
  rq.output = some_output(random, target.domain);
  rq.zero_point = some_zero_point(random, target.domain, rq.output);
  return rq;
}

Activation some_activation(Random& random, const halflsb_domain& domain, const Requantization& rq) {
  Activation activation;
  activation.kind = random.one_in(3) ? Activation::Kind::none : static_cast<Activation::Kind>(random.between(0, 3));
  if (((domain.activations >> static_cast<int>(activation.kind)) & 1U) == 0) activation.kind = Activation::Kind::none;
  if (activation.kind == Activation::Kind::clip) {
    const auto end = [&] {
      return random.one_in(4) ? std::clamp<std::int64_t>(rq.zero_point + random.between(-1, 6), INT32_MIN, INT32_MAX)
                              : boundary_integer(random, rq.output.lo, rq.output.hi);
    };
    const std::int64_t a = end();
    const std::int64_t b = end();
    activation.clip = {std::min(a, b), std::max(a, b)};
  }
  if (activation.kind == Activation::Kind::leaky_relu) {
    const Recipe& glow = *find_recipe("glow");
    activation.leaky = some_parameters(random, glow, domain);
    if (random.one_in(2)) {  // slopes below 1, as networks have them
      auto slope = some_derived(random, glow, static_cast<int>(random.between(-8, -1)), domain);
      if (slope) activation.leaky = std::move(slope);
    }
  }
  return activation;
}

void draw_zero_points(Random& random, const halflsb_domain& domain, ConvLayer& layer) {
  layer.input_zero_point = boundary_integer(random, smallest(layer.input_type), largest(layer.input_type));
  layer.filter_zero_point = {0};
  if (domain.filter_zero_point == 0 || random.one_in(3)) return;
  const std::int64_t channels = layer.shape.out_channels;
  const bool per_channel = domain.per_channel != 0 && channels > 1 && random.one_in(2);
  layer.filter_zero_point.assign(per_channel ? static_cast<std::size_t>(channels) : 1, 0);
  for (std::int32_t& zero_point : layer.filter_zero_point) {
    zero_point =
        static_cast<std::int32_t>(boundary_integer(random, smallest(layer.filter_type), largest(layer.filter_type)));
  }
}

void aim_factor(Random& random, const halflsb_domain& domain, ConvLayer& layer) {
  if (!random.use().aims) return;
  auto& parameters = layer.requantization.parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (i >= kDealtSets) {
      parameters[i] = Parameters(parameters[static_cast<std::size_t>(random.between(0, kDealtSets - 1))]);
    } else if (!random.one_in(8)) {
      const bool several = parameters.size() > 1;
      const std::int64_t channel =
          several ? static_cast<std::int64_t>(i) : random.between(0, layer.shape.out_channels - 1);
      parameters[i] = aimed(random, domain, layer, channel, parameters[i]);
    }
  }
}

ConvLayer some_layer(Random& random, const halflsb_target& target, bool smallest_shape) {
  const halflsb_domain& domain = target.domain;
  ConvLayer layer;
  if (!smallest_shape) layer.shape = some_shape(random, domain);
  layer.input_type = some_type(random, domain.input_types);
  layer.filter_type = random.one_in(2) ? layer.input_type : some_type(random, domain.input_types);
  draw_zero_points(random, domain, layer);
  draw_data(random, layer);
  layer.requantization = some_requantization(random, target, layer.shape.out_channels);
  layer.bias = some_bias(random, domain, layer);
  if (!random.one_in(4)) aim_factor(random, domain, layer);
  layer.activation = some_activation(random, domain, layer.requantization);
  if (random.one_in(2)) {
    const std::int64_t aimed = random.one_in(2) ? 1 : std::min<std::int64_t>(layer.shape.out_channels, 4);
    for (std::int64_t i = 0; i < aimed; ++i) {
      aim_bias(random, layer, random.between(0, layer.shape.out_channels - 1));
    }
  }
  keep_in_int32(layer);
  return layer;
}

}  // namespace halflsb
