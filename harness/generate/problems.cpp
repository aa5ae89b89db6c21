#include "harness/generate/problems.h"

#include <algorithm>

#include "harness/check/domain.h"
#include "harness/generate/numbers.h"

namespace halflsb {
namespace {

std::int64_t clamped(std::int64_t value, const halflsb_range& range) { return std::clamp(value, range.min, range.max); }

// One of the element types in a mask of bits.
ElementType some_type(Random& random, std::uint32_t mask) {
  while (true) {
    const auto type = static_cast<ElementType>(random.between(0, 3));
    if (((mask >> static_cast<int>(type)) & 1U) != 0) return type;
  }
}

Requantization some_requantization(Random& random, const halflsb_target& target, std::int64_t channels) {
  const Recipe& recipe = *find_recipe(target.scheme != nullptr ? target.scheme : "ideal");
  Requantization rq;
  const bool per_channel = target.domain.per_channel != 0 && channels > 1 && random.one_in(2);
  for (std::int64_t i = 0; i < (per_channel ? channels : 1); ++i) {
    rq.parameters.push_back(some_parameters(random, recipe, target.domain));
  }
  const ElementType type = some_type(random, target.domain.output_types);
  rq.output = {smallest(type), largest(type)};
  if (random.one_in(4)) {  // a narrower range of that type, as a fused clip leaves it
    const std::int64_t a = boundary_integer(random, smallest(type), largest(type));
    const std::int64_t b = boundary_integer(random, smallest(type), largest(type));
    const OutputRange narrow{std::min(a, b), std::max(a, b)};
    if (output_type_of(narrow) == type) rq.output = narrow;
  }
  const std::int64_t lo = random.one_in(8) ? INT32_MIN : rq.output.lo;
  const std::int64_t hi = random.one_in(8) ? INT32_MAX : rq.output.hi;
  rq.zero_point = clamped(boundary_integer(random, lo, hi), target.domain.zero_point);
  return rq;
}

RequantizeProblem some_requantize(Random& random, const halflsb_target& target, std::uint64_t index) {
  RequantizeProblem problem;
  problem.requantization = some_requantization(random, target, 1);
  const AccumulatorSource source(problem.requantization);
  // Lengths around every vector width.
  const std::int64_t count = index < 16 ? 1 : random.pick<std::int64_t>({1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33});
  for (std::int64_t i = 0; i < count; ++i) problem.accumulators.push_back(source.draw(random));
  return problem;
}

// Channels per group: below, at and above multiples of the unroll and vector widths.
std::int64_t some_channels(Random& random) {
  return random.pick<std::int64_t>({1, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24, 31, 33});
}

std::int64_t out_size(std::int64_t in, std::int64_t pads, std::int64_t kernel, std::int64_t dilation) {
  return in + pads - dilation * (kernel - 1);
}

// One spatial axis: kernel against input, padding against stride and kernel, dilation.
struct Axis {
  std::int64_t in, kernel, stride, dilation, before, after;
};

Axis some_axis(Random& random, const halflsb_domain& domain) {
  Axis axis{};
  axis.kernel = clamped(random.pick<std::int64_t>({1, 1, 2, 3, 3, 4, 5}), domain.kernel);
  axis.stride = clamped(random.pick<std::int64_t>({1, 1, 2, 3}), domain.stride);
  axis.dilation = clamped(random.pick<std::int64_t>({1, 1, 2, 3}), domain.dilation);
  axis.before = clamped(random.pick<std::int64_t>({0, 0, 1, 2, axis.kernel}), domain.pad);
  axis.after = clamped(random.pick<std::int64_t>({0, axis.before, axis.before + 1, 1}), domain.pad);
  axis.in = std::max<std::int64_t>(1, axis.kernel + random.between(-2, 4));
  while (out_size(axis.in, axis.before + axis.after, axis.kernel, axis.dilation) < 1) ++axis.in;
  return axis;
}

ConvShape some_shape(Random& random, const halflsb_domain& domain, std::uint64_t index) {
  ConvShape s;
  if (index < 16) return s;  // 1x1x1 first
  const Axis vertical = some_axis(random, domain);
  const Axis horizontal = random.one_in(3) ? vertical : some_axis(random, domain);
  s.in_height = vertical.in;
  s.kernel_height = vertical.kernel;
  s.stride_height = vertical.stride;
  s.dilation_height = vertical.dilation;
  s.pad_top = vertical.before;
  s.pad_bottom = vertical.after;
  s.in_width = horizontal.in;
  s.kernel_width = horizontal.kernel;
  s.stride_width = horizontal.stride;
  s.dilation_width = horizontal.dilation;
  s.pad_left = horizontal.before;
  s.pad_right = horizontal.after;
  s.batch = random.pick<std::int64_t>({1, 1, 2, 3});
  s.groups = clamped(random.pick<std::int64_t>({1, 1, 2, 3, 8}), domain.groups);
  const bool depthwise = s.groups > 1 && random.one_in(2);
  s.in_channels = s.groups * (depthwise ? 1 : some_channels(random));
  s.out_channels = s.groups * (depthwise ? random.pick<std::int64_t>({1, 1, 2}) : some_channels(random));
  // Small problems find faults as well as large ones, and more of them fit into a second.
  constexpr std::int64_t kMaxMultiplications = 1 << 18;
  if (s.multiplications() > kMaxMultiplications) s.batch = 1;
  if (s.multiplications() > kMaxMultiplications) s.out_channels = s.groups;
  if (s.multiplications() > kMaxMultiplications) s.in_channels = s.groups;
  return s;
}

// Constant rails, or random values with rails among them.
void fill(Random& random, std::vector<std::int16_t>& data, std::int64_t size, ElementType type) {
  data.resize(static_cast<std::size_t>(size));
  const std::int64_t lo = smallest(type);
  const std::int64_t hi = largest(type);
  const std::int64_t way = random.between(0, 5);
  for (std::int16_t& value : data) {
    std::int64_t drawn = random.between(lo, hi);
    if (way == 0) drawn = lo;
    if (way == 1) drawn = hi;
    if (way == 2) drawn = random.one_in(2) ? lo : hi;
    if (way == 3) drawn = random.between(std::max<std::int64_t>(lo, -2), 2);
    value = static_cast<std::int16_t>(drawn);
  }
}

std::optional<Bias> some_bias(Random& random, const halflsb_domain& domain, std::int64_t channels) {
  if (domain.bias_types == 0 || random.one_in(4)) return std::nullopt;
  Bias bias;
  bias.type = some_type(random, domain.bias_types);
  if (random.one_in(3)) bias.zero_point = boundary_integer(random, -128, 127);
  // A term that leaves 32 bits puts the whole problem outside every domain, so most stay well inside.
  const std::int64_t limit = random.one_in(4) ? INT32_MAX - 256 : 1 << 20;
  const std::int64_t lo = std::max(smallest(bias.type), -limit);
  const std::int64_t hi = std::min(largest(bias.type), limit);
  for (std::int64_t i = 0; i < channels; ++i) {
    bias.data.push_back(static_cast<std::int32_t>(boundary_integer(random, lo, hi)));
  }
  if (domain.bias_rescaled != 0 && random.one_in(2)) {
    const bool per_channel = domain.per_channel != 0 && channels > 1 && random.one_in(2);
    for (std::int64_t i = 0; i < (per_channel ? channels : 1); ++i) {
      bias.rescale.push_back(some_parameters(random, *find_recipe("glow"), domain));
    }
  }
  return bias;
}

void some_activation(Random& random, const halflsb_domain& domain, ConvLayer& layer) {
  Activation& activation = layer.activation;
  activation.kind = static_cast<Activation::Kind>(random.between(0, 3));
  if (((domain.activations >> static_cast<int>(activation.kind)) & 1U) == 0) activation.kind = Activation::Kind::none;
  const OutputRange& output = layer.requantization.output;
  if (activation.kind == Activation::Kind::clip) {
    const std::int64_t a = random.between(output.lo, output.hi);
    const std::int64_t b = random.between(output.lo, output.hi);
    activation.clip = {std::min(a, b), std::max(a, b)};
  }
  if (activation.kind == Activation::Kind::leaky_relu) {
    activation.leaky = some_parameters(random, *find_recipe("glow"), domain);
  }
}

// A factor that brings this layer's largest sums into the output range: else nearly every output would be saturated.
void aim_factor(Random& random, const halflsb_target& target, ConvLayer& layer) {
  Requantization& rq = layer.requantization;
  for (Parameters& p : rq.parameters) {
    if (random.one_in(4)) continue;
    const std::int64_t reach = std::int64_t{127 * 127} * layer.shape.depth();
    const Rational factor = some_factor(random);
    const Rational wanted = Rational(random.between(64, 1024)) / reach * factor * pow2_rational(-floor_log2(factor));
    const auto derived = rq.recipe().derive({wanted, std::nullopt, {}});
    if (derived && parameters_fit(*derived, target.domain)) p = *derived;
  }
}

ConvLayer some_conv(Random& random, const halflsb_target& target, std::uint64_t index) {
  const halflsb_domain& domain = target.domain;
  ConvLayer layer;
  layer.shape = some_shape(random, domain, index);
  const std::int64_t channels = layer.shape.out_channels;
  layer.input_type = some_type(random, domain.input_types);
  layer.filter_type = random.one_in(2) ? layer.input_type : some_type(random, domain.input_types);
  layer.input_zero_point = boundary_integer(random, smallest(layer.input_type), largest(layer.input_type));
  if (domain.filter_zero_point != 0 && random.one_in(2)) {
    const bool per_channel = domain.per_channel != 0 && channels > 1 && random.one_in(2);
    layer.filter_zero_point.assign(per_channel ? static_cast<std::size_t>(channels) : 1, 0);
    for (std::int32_t& zero_point : layer.filter_zero_point) {
      zero_point =
          static_cast<std::int32_t>(boundary_integer(random, smallest(layer.filter_type), largest(layer.filter_type)));
    }
  }
  layer.requantization = some_requantization(random, target, channels);
  aim_factor(random, target, layer);
  layer.bias = some_bias(random, domain, channels);
  some_activation(random, domain, layer);
  fill(random, layer.input, layer.shape.input_size(), layer.input_type);
  fill(random, layer.filter, layer.shape.filter_size(), layer.filter_type);
  return layer;
}

}  // namespace

Problem some_problem(const halflsb_target& target, std::uint64_t seed, std::uint64_t index) {
  Random random(Random(seed).bits() ^ (index * 0xD1342543DE82EF95ULL));
  if (std::string_view(target.kind) == "conv2d") return some_conv(random, target, index);
  return some_requantize(random, target, index);
}

}  // namespace halflsb
