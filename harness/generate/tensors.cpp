#include "harness/generate/tensors.h"

#include <array>

namespace halflsb {
namespace {

using Data = std::vector<std::int16_t>;
using Sizes = std::array<std::int64_t, 4>;

// A tensor with all that filling it needs. `row`: values that a constant row spans; `channels`: values that lie side by
// side.
struct Tensor {
  Data& data;
  ElementType type;
  std::int64_t row, channels;
  std::function<std::int64_t(std::int64_t)> zero_point;  // of the value at an index

  [[nodiscard]] std::int16_t rail(bool high) const {
    return static_cast<std::int16_t>(high ? largest(type) : smallest(type));
  }
};

Tensor input_of(ConvLayer& layer) {
  return {layer.input, layer.input_type, layer.shape.in_channels, layer.shape.in_channels,
          [zero_point = layer.input_zero_point](std::int64_t) { return zero_point; }};
}

Tensor filter_of(ConvLayer& layer) {
  const std::int64_t depth = layer.shape.depth();
  return {layer.filter, layer.filter_type, depth, layer.shape.group_channels(),
          [&layer, depth](std::int64_t at) { return layer.filter_zero_point_of(at / depth); }};
}

void fill(Random& random, const Tensor& tensor, Pattern pattern) {
  const auto size = static_cast<std::int64_t>(tensor.data.size());
  const std::uint64_t coins = random.bits();  // one for each row or column
  const auto coin = [&](std::int64_t i) { return ((coins >> (i % 64)) & 1) != 0; };
  const std::int64_t hot = random.between(0, size - 1);
  for (std::int64_t i = 0; i < size; ++i) {
    std::int16_t value = 0;
    switch (pattern) {
      case Pattern::lowest: value = tensor.rail(false); break;
      case Pattern::highest: value = tensor.rail(true); break;
      case Pattern::rails: value = tensor.rail(random.one_in(2)); break;
      case Pattern::alternating: value = tensor.rail((i + static_cast<std::int64_t>(coins & 1)) % 2 == 0); break;
      case Pattern::rows: value = tensor.rail(coin(i / tensor.row)); break;
      case Pattern::columns: value = tensor.rail(coin(i % tensor.channels)); break;
      case Pattern::zero_point: value = static_cast<std::int16_t>(tensor.zero_point(i)); break;
      case Pattern::one_hot:
        value = i == hot ? some_value(random, tensor.type, tensor.zero_point(i))
                         : static_cast<std::int16_t>(tensor.zero_point(i));
        break;
      case Pattern::small:
        value = static_cast<std::int16_t>(
            std::clamp(tensor.zero_point(i) + random.between(-2, 2), smallest(tensor.type), largest(tensor.type)));
        break;
      case Pattern::boundaries: value = some_value(random, tensor.type, tensor.zero_point(i)); break;
      case Pattern::random:
        value = static_cast<std::int16_t>(random.between(smallest(tensor.type), largest(tensor.type)));
        break;
    }
    tensor.data[static_cast<std::size_t>(i)] = value;
  }
}

void change(Random& random, const Tensor& tensor) {
  const auto size = static_cast<std::int64_t>(tensor.data.size());
  const std::int64_t at = random.between(0, size - 1);
  if (random.one_in(2)) {
    tensor.data[static_cast<std::size_t>(at)] = some_value(random, tensor.type, tensor.zero_point(at));
    return;
  }
  const bool row = random.one_in(2);
  const std::int64_t way = random.between(0, 2);
  for (std::int64_t i = 0; i < size; ++i) {
    const bool chosen = row ? i / tensor.row == at / tensor.row : i % tensor.channels == at % tensor.channels;
    if (!chosen) continue;
    tensor.data[static_cast<std::size_t>(i)] =
        way == 2 ? static_cast<std::int16_t>(tensor.zero_point(i)) : tensor.rail(way == 1);
  }
}

// `from` in the low corner of `to`, as far as it reaches; elsewhere what `to` holds.
void copy_corner(const Data& source, const Sizes& from, Data& target, const Sizes& to) {
  for (std::int64_t a = 0; a < std::min(from[0], to[0]); ++a) {
    for (std::int64_t b = 0; b < std::min(from[1], to[1]); ++b) {
      for (std::int64_t c = 0; c < std::min(from[2], to[2]); ++c) {
        const auto row = source.begin() + ((a * from[1] + b) * from[2] + c) * from[3];
        std::copy(row, row + std::min(from[3], to[3]), target.begin() + ((a * to[1] + b) * to[2] + c) * to[3]);
      }
    }
  }
}

Sizes input_sizes(const ConvShape& s) { return {s.batch, s.in_height, s.in_width, s.in_channels}; }
Sizes filter_sizes(const ConvShape& s) { return {s.out_channels, s.kernel_height, s.kernel_width, s.group_channels()}; }

// One value, or one per channel: new channels repeat old ones.
template <class T>
void resize_channels(std::vector<T>& values, std::int64_t channels) {
  const std::size_t old = values.size();
  if (old <= 1) return;
  values.resize(static_cast<std::size_t>(channels), values.front());
  for (std::size_t i = old; i < values.size(); ++i) values[i] = T(values[i % old]);
}

}  // namespace

Pattern some_pattern(Random& random) {
  if (random.one_in(2)) return Pattern::random;
  const Pattern first = random.use().rails ? Pattern::lowest : Pattern::zero_point;
  return static_cast<Pattern>(
      random.between(static_cast<std::int64_t>(first), static_cast<std::int64_t>(Pattern::random)));
}

Pattern some_rail_pattern(Random& random) {
  if (!random.use().rails) return Pattern::random;
  return static_cast<Pattern>(random.between(0, static_cast<std::int64_t>(Pattern::columns)));
}

std::int16_t some_value(Random& random, ElementType type, std::int64_t zero_point) {
  const std::int64_t lo = smallest(type);
  const std::int64_t hi = largest(type);
  std::int64_t value = 0;
  switch (random.between(0, 4)) {
    case 0: value = lo + random.between(0, 1); break;
    case 1: value = hi - random.between(0, 1); break;
    case 2: value = zero_point + random.between(-1, 1); break;
    case 3: value = random.between(-1, 1); break;
    default: value = random.between(lo, hi); break;
  }
  return static_cast<std::int16_t>(std::clamp(value, lo, hi));
}

void fill_input(Random& random, ConvLayer& layer, Pattern pattern) {
  layer.input.resize(static_cast<std::size_t>(layer.shape.input_size()));
  fill(random, input_of(layer), pattern);
}

void fill_filter(Random& random, ConvLayer& layer, Pattern pattern) {
  layer.filter.resize(static_cast<std::size_t>(layer.shape.filter_size()));
  fill(random, filter_of(layer), pattern);
}

void change_data(Random& random, ConvLayer& layer) {
  const bool input = random.one_in(2);
  if (random.one_in(6)) {
    const Pattern pattern = some_pattern(random);
    input ? fill_input(random, layer, pattern) : fill_filter(random, layer, pattern);
    return;
  }
  change(random, input ? input_of(layer) : filter_of(layer));
}

ConvLayer resized(Random& random, const ConvLayer& layer, const ConvShape& shape) {
  ConvLayer other = layer;
  other.shape = shape;
  resize_channels(other.filter_zero_point, shape.out_channels);
  fill_input(random, other, some_pattern(random));
  fill_filter(random, other, some_pattern(random));
  copy_corner(layer.input, input_sizes(layer.shape), other.input, input_sizes(shape));
  copy_corner(layer.filter, filter_sizes(layer.shape), other.filter, filter_sizes(shape));
  // A list of one value stands for every channel, and still does with one channel more.
  resize_channels(other.requantization.parameters, shape.out_channels);
  resize_channels(other.requantization.factor, shape.out_channels);
  if (other.bias) {
    resize_channels(other.bias->rescale, shape.out_channels);
    const std::size_t old = other.bias->data.size();
    other.bias->data.resize(static_cast<std::size_t>(shape.out_channels));
    for (std::size_t i = old; i < other.bias->data.size(); ++i) other.bias->data[i] = other.bias->data[i % old];
  }
  return other;
}

}  // namespace halflsb
