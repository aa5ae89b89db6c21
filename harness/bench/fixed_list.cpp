#include "harness/bench/fixed_list.h"

#include <string_view>

#include "harness/generate/random.h"

namespace halflsb {
namespace {

Parameters drawn_parameters(Random& random, const halflsb_target& target, std::int64_t depth) {
  // Sums of `depth` products spread over about the output range.
  int down = 5;
  for (std::int64_t d = 1; d < depth; d *= 4) ++down;
  if (std::string_view(target.scheme) == "glow") {
    const std::int64_t pre = random.between(0, 2);
    return {"glow", {{"pre", pre}, {"scale", random.between(128, 255)}, {"post", 8 - pre + down}}};
  }
  return {target.scheme, {{"multiplier", random.between(1 << 30, INT32_MAX)}, {"shift", -down}}};
}

ConvShape same_size(std::int64_t size, std::int64_t in, std::int64_t out, std::int64_t kernel) {
  const std::int64_t pad = kernel / 2;
  return {1, size, size, in, out, kernel, kernel, 1, 1, 1, 1, pad, pad, pad, pad, 1};
}

std::vector<ConvShape> shapes() {
  ConvShape first = same_size(33, 3, 32, 3);
  first.stride_height = first.stride_width = 2;
  ConvShape depthwise = same_size(28, 64, 64, 3);
  depthwise.groups = 64;
  ConvShape grouped = same_size(14, 32, 32, 3);
  grouped.groups = 2;
  return {first,
          same_size(14, 16, 32, 3),
          same_size(14, 32, 32, 3),
          same_size(7, 64, 64, 3),
          same_size(14, 64, 64, 1),
          same_size(28, 8, 32, 1),
          same_size(14, 8, 16, 5),
          grouped,
          depthwise};
}

void draw(Random& random, std::vector<std::int16_t>& data, std::int64_t size, ElementType type) {
  data.resize(static_cast<std::size_t>(size));
  for (std::int16_t& x : data) x = static_cast<std::int16_t>(random.between(smallest(type), largest(type)));
}

ConvLayer drawn_layer(Random& random, const halflsb_target& target, const ConvShape& shape, bool odd) {
  const halflsb_domain& domain = target.domain;
  ConvLayer layer;
  layer.shape = shape;
  layer.input_type = odd ? ElementType::u8 : ElementType::i8;
  layer.input_zero_point = odd ? 121 : -7;
  draw(random, layer.input, shape.input_size(), layer.input_type);
  draw(random, layer.filter, shape.filter_size(), layer.filter_type);
  layer.filter_zero_point = {domain.filter_zero_point != 0 ? 3 : 0};
  layer.requantization.zero_point = -11;
  if (odd) layer.activation.kind = Activation::Kind::relu;
  const std::int64_t sets = domain.per_channel != 0 ? shape.out_channels : 1;
  for (std::int64_t i = 0; i < sets; ++i) {
    layer.requantization.parameters.push_back(drawn_parameters(random, target, shape.depth()));
  }
  Bias bias;
  for (std::int64_t o = 0; o < shape.out_channels; ++o) {
    bias.data.push_back(static_cast<std::int32_t>(random.between(-20000, 20000)));
  }
  if (odd && domain.bias_rescaled != 0) {
    const std::int64_t post = 6;
    bias.rescale = {{"glow", {{"pre", 0}, {"scale", 45}, {"post", post}}}};
  }
  layer.bias = std::move(bias);
  return layer;
}

RequantizeProblem drawn_requantization(Random& random, const halflsb_target& target, const OutputRange& output) {
  RequantizeProblem problem;
  problem.requantization.parameters = {drawn_parameters(random, target, 64)};
  problem.requantization.zero_point = 5;
  problem.requantization.output = output;
  for (int i = 0; i < 16384; ++i) {
    problem.accumulators.push_back(static_cast<std::int32_t>(random.between(-50000, 50000)));
  }
  return problem;
}

}  // namespace

std::vector<Problem> fixed_list(const halflsb_target& target) {
  Random random(1);
  std::vector<Problem> list;
  if (std::string_view(target.kind) == "conv2d") {
    for (const ConvShape& shape : shapes()) list.emplace_back(drawn_layer(random, target, shape, list.size() % 2 == 1));
    return list;
  }
  for (const OutputRange& output : {OutputRange{-128, 127}, OutputRange{0, 255}, OutputRange{-32768, 32767}}) {
    list.emplace_back(drawn_requantization(random, target, output));
  }
  return list;
}

}  // namespace halflsb
