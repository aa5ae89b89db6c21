#include "harness/scoreboard/plain_problem.h"

#include <algorithm>

#include "harness/check/domain.h"
#include "harness/generate/parameters.h"

namespace halflsb {
namespace {

constexpr int kTries = 100;

class Draw {
 public:
  Draw(const halflsb_target& target, PlainNumbers& numbers)
      : target_(target), domain_(target.domain), numbers_(numbers) {}

  Problem requantize() {
    RequantizeProblem problem;
    problem.requantization = requantization(1);
    const std::int64_t count = numbers_.integer(1, 32);
    for (std::int64_t i = 0; i < count; ++i) problem.accumulators.push_back(numbers_.accumulator());
    return problem;
  }

  Problem conv2d() {
    ConvLayer layer;
    layer.shape = shape();
    layer.input_type = type_of(domain_.input_types);
    layer.filter_type = type_of(domain_.input_types);
    layer.input_zero_point = numbers_.integer(smallest(layer.input_type), largest(layer.input_type));
    const std::int64_t channels = layer.shape.out_channels;
    const bool per_channel = domain_.per_channel != 0 && channels > 1 && coin();
    if (domain_.filter_zero_point != 0) {
      layer.filter_zero_point.assign(static_cast<std::size_t>(per_channel ? channels : 1), 0);
      for (std::int32_t& zero_point : layer.filter_zero_point) zero_point = value(layer.filter_type);
    }
    layer.requantization = requantization(per_channel ? channels : 1);
    if (domain_.bias_types != 0 && coin()) layer.bias = bias(channels, per_channel);
    const std::int64_t activations = static_cast<std::int64_t>(Activation::Kind::leaky_relu);
    layer.activation = activation(static_cast<Activation::Kind>(numbers_.integer(0, activations)), layer);
    fill(layer.input, layer.shape.input_size(), layer.input_type);
    fill(layer.filter, layer.shape.filter_size(), layer.filter_type);
    return layer;
  }

 private:
  bool coin() { return numbers_.integer(0, 1) == 1; }
  std::int32_t value(ElementType type) { return static_cast<std::int32_t>(numbers_.value(type)); }

  void fill(std::vector<std::int16_t>& data, std::int64_t size, ElementType type) {
    for (std::int64_t i = 0; i < size; ++i) data.push_back(static_cast<std::int16_t>(value(type)));
  }

  ElementType type_of(std::uint32_t mask) {
    std::vector<ElementType> types;
    for (const ElementTypeInfo& type : kElementTypes) {
      if (((mask >> static_cast<int>(type.type)) & 1U) != 0) types.push_back(type.type);
    }
    return types[static_cast<std::size_t>(numbers_.integer(0, static_cast<std::int64_t>(types.size()) - 1))];
  }

  std::int64_t size(std::int64_t lo, std::int64_t hi, const halflsb_range& range) {
    return std::clamp(numbers_.integer(lo, hi), range.min, range.max);
  }

  ConvShape shape() {
    for (int i = 0; i < kTries; ++i) {
      ConvShape s;
      s.batch = numbers_.integer(1, 4);
      s.in_height = numbers_.integer(1, 8), s.in_width = numbers_.integer(1, 8);
      s.kernel_height = size(1, 3, domain_.kernel), s.kernel_width = size(1, 3, domain_.kernel);
      s.stride_height = size(1, 2, domain_.stride), s.stride_width = size(1, 2, domain_.stride);
      s.dilation_height = size(1, 2, domain_.dilation), s.dilation_width = size(1, 2, domain_.dilation);
      for (std::int64_t* pad : {&s.pad_top, &s.pad_left, &s.pad_bottom, &s.pad_right}) *pad = size(0, 1, domain_.pad);
      s.in_channels = size(1, 16, domain_.in_channels), s.out_channels = size(1, 16, domain_.out_channels);
      s.groups = coin() ? size(s.in_channels, s.in_channels, domain_.groups) : size(1, 1, domain_.groups);
      if (s.groups == s.in_channels) s.out_channels = std::max(s.out_channels / s.groups, std::int64_t{1}) * s.groups;
      if (validated(s)) return s;
    }
    return {};
  }

  Parameters parameters(const Recipe& recipe) {
    const auto integer = [&](const ParameterField& field) { return range_of(field.name, domain_) != nullptr; };
    if (!numbers_.derives() && std::all_of(recipe.fields.begin(), recipe.fields.end(), integer)) {
      Parameters p{std::string(recipe.name), {}};
      for (const ParameterField& field : recipe.fields) {
        const halflsb_range& range = *range_of(field.name, domain_);
        p.values[std::string(field.name)] = Rational(numbers_.integer(range.min, range.max));
      }
      return p;
    }
    for (int i = 0; i < kTries; ++i) {
      const auto derived = recipe.derive({numbers_.factor(), std::nullopt, {}});
      if (derived && parameters_fit(*derived, domain_)) return *derived;
    }
    return *recipe.derive({Rational(1), std::nullopt, {}});
  }

  Requantization requantization(std::int64_t channels) {
    Requantization rq;
    const Recipe& recipe = *find_recipe(target_.scheme != nullptr ? target_.scheme : "ideal");
    for (std::int64_t i = 0; i < channels; ++i) rq.parameters.push_back(parameters(recipe));
    const ElementType type = type_of(domain_.output_types);
    rq.output = {smallest(type), largest(type)};
    rq.zero_point = numbers_.integer(
        std::max<std::int64_t>(domain_.zero_point.min, std::max<std::int64_t>(rq.output.lo, INT16_MIN)),
        std::min<std::int64_t>(domain_.zero_point.max, std::min<std::int64_t>(rq.output.hi, INT16_MAX)));
    return rq;
  }

  // Of 31 bits, so that most sums stay in 32.
  Bias bias(std::int64_t channels, bool per_channel) {
    Bias bias;
    bias.type = type_of(domain_.bias_types);
    bias.zero_point = numbers_.integer(-128, 127);
    if (domain_.bias_rescaled != 0 && coin()) {
      for (std::int64_t i = 0; i < (per_channel ? channels : 1); ++i) {
        bias.rescale.push_back(parameters(*find_recipe("glow")));
      }
    }
    for (std::int64_t i = 0; i < channels; ++i) {
      bias.data.push_back(bias.type == ElementType::i8 ? value(ElementType::i8) : numbers_.accumulator() / 2);
    }
    return bias;
  }

  Activation activation(Activation::Kind kind, const ConvLayer& layer) {
    Activation activation;
    if (((domain_.activations >> static_cast<int>(kind)) & 1U) == 0) return activation;
    activation.kind = kind;
    const OutputRange& output = layer.requantization.output;
    if (kind == Activation::Kind::clip) {
      const std::int64_t a = numbers_.integer(output.lo, output.hi), b = numbers_.integer(output.lo, output.hi);
      activation.clip = {std::min(a, b), std::max(a, b)};
    }
    if (kind == Activation::Kind::leaky_relu) activation.leaky = parameters(*find_recipe("glow"));
    return activation;
  }

  const halflsb_target& target_;
  const halflsb_domain& domain_;
  PlainNumbers& numbers_;
};

}  // namespace

Problem plain_problem(const halflsb_target& target, PlainNumbers& numbers) {
  Draw draw(target, numbers);
  return std::string_view(target.kind) == "conv2d" ? draw.conv2d() : draw.requantize();
}

}  // namespace halflsb
