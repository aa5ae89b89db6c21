#include "reference/tests/random_layer.h"

#include <algorithm>

#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

// A constant of either rail, the zero point, or random values, so that sums reach their extremes and their zeros.
std::vector<std::int16_t> random_data(Draw& draw, std::int64_t size, ElementType type, std::int64_t zero_point) {
  std::vector<std::int16_t> data(static_cast<std::size_t>(size));
  const int kind = draw.small(0, 5);
  for (auto& value : data) {
    switch (kind) {
      case 0: value = static_cast<std::int16_t>(smallest(type)); break;
      case 1: value = static_cast<std::int16_t>(largest(type)); break;
      case 2: value = static_cast<std::int16_t>(draw.pick({smallest(type), largest(type), zero_point})); break;
      default: value = static_cast<std::int16_t>(draw.between(smallest(type), largest(type)));
    }
  }
  return data;
}

Parameters random_glow(Draw& draw) {
  return glow_parameters(draw.small(0, 4), draw.positive(draw.small(2, 14)), draw.small(0, 22));
}

Parameters random_parameters(Draw& draw, int scheme) {
  switch (scheme) {
    case 0: return random_glow(draw);
    case 1: return q31_parameters("tflite_double_rounding", draw.int32(), draw.small(-14, 2));
    case 2: return q31_parameters("tflite_single_rounding", draw.int32(), draw.small(-14, 2));
    case 3:
      return ideal_parameters(Rational(draw.between(-1000, 1000), draw.between(1, 100000)), RoundingMode::ties_to_even);
    default: return glow_parameters(draw.small(0, 200), draw.positive(129), draw.small(100, 255));  // beyond 128 bits
  }
}

std::int64_t per_tensor_or_channel(Draw& draw, const ConvShape& shape) {
  return draw.one_in(2) ? 1 : shape.out_channels;
}

Bias random_bias(Draw& draw, const ConvShape& shape) {
  Bias bias;
  bias.type = draw.pick({ElementType::i8, ElementType::i32});
  bias.zero_point = draw.one_in(2) ? 0 : draw.one_in(2) ? draw.small(-128, 127) : draw.int32();
  const int kind = draw.small(0, 2);
  for (std::int64_t o = 0; o < shape.out_channels; ++o) {
    const std::int64_t value = bias.type == ElementType::i8 ? draw.small(-128, 127)
                               : kind == 0                  ? draw.int32()
                                                            : draw.between(-100000, 100000);
    bias.data.push_back(static_cast<std::int32_t>(value));
  }
  if (draw.one_in(2)) {
    for (std::int64_t i = per_tensor_or_channel(draw, shape); i > 0; --i) bias.rescale.push_back(random_glow(draw));
    if (draw.one_in(5)) bias.rescale[0] = glow_parameters(0, pow2(63), draw.small(0, 255));
  }
  return bias;
}

Activation random_activation(Draw& draw) {
  Activation activation;
  activation.kind = draw.pick({Activation::Kind::none, Activation::Kind::none, Activation::Kind::relu,
                               Activation::Kind::clip, Activation::Kind::leaky_relu});
  if (activation.kind == Activation::Kind::clip) {
    const std::int64_t lo = draw.small(-140, 140);
    activation.clip = {lo, lo + draw.small(0, 200)};
  }
  if (activation.kind == Activation::Kind::leaky_relu) activation.leaky = random_glow(draw);
  return activation;
}

}  // namespace

ConvShape random_shape(Draw& draw) {
  while (true) {
    ConvShape s;
    const bool flat = draw.one_in(4);  // fully connected, or pointwise
    s.batch = draw.small(1, 2);
    s.groups = draw.pick({1, 1, 2, 3});
    s.in_channels = s.groups * draw.small(1, draw.one_in(4) ? 20 : 3);
    s.out_channels = s.groups * draw.small(1, 3);
    s.in_height = draw.small(1, 6);
    s.in_width = draw.small(1, 6);
    if (!flat) {
      s.kernel_height = draw.small(1, 4);
      s.kernel_width = draw.small(1, 4);
      s.stride_height = draw.small(1, 3);
      s.stride_width = draw.small(1, 3);
      s.dilation_height = draw.small(1, 3);
      s.dilation_width = draw.small(1, 3);
      s.pad_top = draw.small(0, 6);
      s.pad_left = draw.small(0, 6);
      s.pad_bottom = draw.small(0, 6);
      s.pad_right = draw.small(0, 6);
    }
    if (validated(s)) return s;
  }
}

ConvLayer random_layer(Draw& draw) {
  ConvLayer layer;
  layer.shape = random_shape(draw);
  const ConvShape& s = layer.shape;
  layer.input_type = draw.pick({ElementType::i8, ElementType::u8});
  layer.filter_type = draw.pick({ElementType::i8, ElementType::u8});
  const auto zero_point = [&](ElementType type) {
    return draw.pick({smallest(type), largest(type), std::int64_t{0}, draw.between(smallest(type), largest(type))});
  };
  layer.input_zero_point = zero_point(layer.input_type);
  layer.filter_zero_point.clear();
  for (std::int64_t i = per_tensor_or_channel(draw, s); i > 0; --i) {
    layer.filter_zero_point.push_back(static_cast<std::int32_t>(zero_point(layer.filter_type)));
  }
  layer.input = random_data(draw, s.input_size(), layer.input_type, layer.input_zero_point);
  layer.filter = random_data(draw, s.filter_size(), layer.filter_type, layer.filter_zero_point[0]);
  Requantization& rq = layer.requantization;
  const int scheme = draw.small(0, draw.one_in(8) ? 4 : 3);
  for (std::int64_t i = per_tensor_or_channel(draw, s); i > 0; --i)
    rq.parameters.push_back(random_parameters(draw, scheme));
  rq.zero_point = draw.one_in(8) ? draw.int32() : draw.small(-128, 255);
  rq.output = draw.pick({OutputRange{-128, 127}, OutputRange{0, 255}, OutputRange{-32768, 32767},
                         OutputRange{INT32_MIN, INT32_MAX}, OutputRange{5, 5}});
  if (draw.one_in(2)) layer.bias = random_bias(draw, s);
  layer.activation = random_activation(draw);
  return layer;
}

}  // namespace halflsb
