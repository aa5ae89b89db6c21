#include <algorithm>
#include <functional>

#include "harness/generate/problems.h"

namespace halflsb {
namespace {

// The first values of a list that holds one value or one per channel.
template <class T>
void truncate(std::vector<T>& values, std::int64_t channels) {
  if (values.size() > static_cast<std::size_t>(channels)) values.resize(static_cast<std::size_t>(channels));
}

// The part of a 4-d tensor that a smaller shape keeps: the low corner.
std::vector<std::int16_t> crop(const std::vector<std::int16_t>& data, const std::array<std::int64_t, 4>& from,
                               const std::array<std::int64_t, 4>& to) {
  std::vector<std::int16_t> cropped;
  for (std::int64_t a = 0; a < to[0]; ++a) {
    for (std::int64_t b = 0; b < to[1]; ++b) {
      for (std::int64_t c = 0; c < to[2]; ++c) {
        const auto row = data.begin() + ((a * from[1] + b) * from[2] + c) * from[3];
        cropped.insert(cropped.end(), row, row + to[3]);
      }
    }
  }
  return cropped;
}

// The layer with a shape no larger in any size; empty where that shape is not valid.
std::optional<ConvLayer> with_shape(const ConvLayer& layer, const ConvShape& shape) {
  if (!validated(shape) || shape.group_channels() > layer.shape.group_channels()) return std::nullopt;
  const ConvShape& old = layer.shape;
  ConvLayer smaller = layer;
  smaller.shape = shape;
  smaller.input = crop(layer.input, {old.batch, old.in_height, old.in_width, old.in_channels},
                       {shape.batch, shape.in_height, shape.in_width, shape.in_channels});
  smaller.filter = crop(layer.filter, {old.out_channels, old.kernel_height, old.kernel_width, old.group_channels()},
                        {shape.out_channels, shape.kernel_height, shape.kernel_width, shape.group_channels()});
  truncate(smaller.filter_zero_point, shape.out_channels);
  truncate(smaller.requantization.parameters, shape.out_channels);
  truncate(smaller.requantization.factor, shape.out_channels);
  if (smaller.bias) {
    truncate(smaller.bias->data, shape.out_channels);
    truncate(smaller.bias->rescale, shape.out_channels);
  }
  return smaller;
}

void simpler_shapes(const ConvLayer& layer, std::vector<Problem>& out) {
  const auto offer = [&](const std::function<void(ConvShape&)>& change) {
    ConvShape shape = layer.shape;
    change(shape);
    if (shape == layer.shape) return;
    if (auto smaller = with_shape(layer, shape)) out.emplace_back(std::move(*smaller));
  };
  offer([](ConvShape& s) {
    s.in_channels = s.in_channels / s.groups, s.out_channels = s.out_channels / s.groups, s.groups = 1;
  });
  for (std::int64_t ConvShape::*size :
       {&ConvShape::batch, &ConvShape::in_height, &ConvShape::in_width, &ConvShape::kernel_height,
        &ConvShape::kernel_width, &ConvShape::stride_height, &ConvShape::stride_width, &ConvShape::dilation_height,
        &ConvShape::dilation_width}) {
    offer([=](ConvShape& s) { s.*size = 1; });
    offer([=](ConvShape& s) { s.*size = std::max<std::int64_t>(1, s.*size / 2); });
    offer([=](ConvShape& s) { s.*size = std::max<std::int64_t>(1, s.*size - 1); });
  }
  for (std::int64_t ConvShape::*channels : {&ConvShape::in_channels, &ConvShape::out_channels}) {
    offer([=](ConvShape& s) { s.*channels = s.groups; });
    offer([=](ConvShape& s) { s.*channels = std::max<std::int64_t>(1, s.*channels / s.groups / 2) * s.groups; });
    offer([=](ConvShape& s) { s.*channels = std::max<std::int64_t>(1, s.*channels / s.groups - 1) * s.groups; });
  }
  for (std::int64_t ConvShape::*pad :
       {&ConvShape::pad_top, &ConvShape::pad_left, &ConvShape::pad_bottom, &ConvShape::pad_right}) {
    offer([=](ConvShape& s) { s.*pad = 0; });
  }
}

void simpler_parameters(const ConvLayer& layer, std::vector<Problem>& out) {
  const auto offer = [&](const std::function<void(ConvLayer&)>& change) {
    ConvLayer simpler = layer;
    change(simpler);
    if (simpler != layer) out.emplace_back(std::move(simpler));
  };
  offer([](ConvLayer& l) { l.bias.reset(); });
  offer([](ConvLayer& l) {
    if (l.bias) l.bias->rescale.clear();
  });
  offer([](ConvLayer& l) { l.activation = Activation{}; });
  offer([](ConvLayer& l) { l.requantization.parameters.resize(1); });
  offer([](ConvLayer& l) { l.filter_zero_point = {0}; });
  offer([](ConvLayer& l) { l.input_zero_point = 0; });
  offer([](ConvLayer& l) { l.requantization.zero_point = 0; });
}

// Each single value set to 0, and a whole tensor first.
void simpler_data(const ConvLayer& layer, std::vector<Problem>& out) {
  for (std::vector<std::int16_t> ConvLayer::*tensor : {&ConvLayer::input, &ConvLayer::filter}) {
    const auto& data = layer.*tensor;
    if (std::all_of(data.begin(), data.end(), [](std::int16_t x) { return x == 0; })) continue;
    ConvLayer zeros = layer;
    std::fill((zeros.*tensor).begin(), (zeros.*tensor).end(), std::int16_t{0});
    out.emplace_back(std::move(zeros));
    for (std::size_t i = 0; i < data.size() && data.size() <= 64; ++i) {
      if (data[i] == 0) continue;
      ConvLayer simpler = layer;
      (simpler.*tensor)[i] = static_cast<std::int16_t>(data[i] / 2);
      out.emplace_back(std::move(simpler));
    }
  }
}

void simpler_requantize(const RequantizeProblem& problem, std::vector<Problem>& out) {
  const auto& values = problem.accumulators;
  const auto offer = [&](std::vector<std::int32_t> fewer) {
    RequantizeProblem simpler = problem;
    simpler.accumulators = std::move(fewer);
    out.emplace_back(std::move(simpler));
  };
  if (values.size() > 1) {
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    offer({values.begin(), half});
    offer({half, values.end()});
    offer({values.begin(), values.end() - 1});
  }
  // Toward 0 by halving distances, so that the smallest failing value is reached in a few dozen steps from anywhere.
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::int32_t distance = values[i]; distance != 0; distance /= 2) {
      std::vector<std::int32_t> simpler = values;
      simpler[i] = values[i] - distance;
      offer(std::move(simpler));
    }
  }
  if (problem.requantization.zero_point != 0) {
    RequantizeProblem simpler = problem;
    simpler.requantization.zero_point = 0;
    out.emplace_back(std::move(simpler));
  }
}

}  // namespace

std::vector<Problem> simpler(const Problem& problem) {
  std::vector<Problem> out;
  if (const auto* layer = std::get_if<ConvLayer>(&problem)) {
    simpler_shapes(*layer, out);
    simpler_parameters(*layer, out);
    simpler_data(*layer, out);
  } else {
    simpler_requantize(std::get<RequantizeProblem>(problem), out);
  }
  return out;
}

}  // namespace halflsb
