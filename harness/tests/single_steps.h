// Every problem that is one step simpler than a layer, enumerated plainly, without the code of the minimizer.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "reference/conv/layer.h"

namespace halflsb {

using Place = std::array<std::int64_t, 4>;

// The elements of a tensor whose place is kept, in order.
inline std::vector<std::int16_t> where(const std::vector<std::int16_t>& data, const Place& size,
                                       const std::function<bool(const Place&)>& keep) {
  std::vector<std::int16_t> result;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(data.size()); ++i) {
    const Place place{i / size[3] / size[2] / size[1], i / size[3] / size[2] % size[1], i / size[3] % size[2],
                      i % size[3]};
    if (keep(place)) result.push_back(data[static_cast<std::size_t>(i)]);
  }
  return result;
}

template <class T>
void keep_where(std::vector<T>& values, const std::function<bool(std::int64_t)>& keep) {
  if (values.size() < 2) return;
  std::vector<T> result;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (keep(static_cast<std::int64_t>(i))) result.push_back(values[i]);
  }
  values = result;
}

// Without the slices at which `keep` is false: of the input, of the filter, and of the output channels.
inline ConvLayer without(const ConvLayer& layer, const ConvShape& shape, const std::function<bool(const Place&)>& input,
                         const std::function<bool(const Place&)>& filter,
                         const std::function<bool(std::int64_t)>& output) {
  const ConvShape& s = layer.shape;
  ConvLayer less = layer;
  less.shape = shape;
  less.input = where(layer.input, {s.batch, s.in_height, s.in_width, s.in_channels}, input);
  less.filter = where(layer.filter, {s.out_channels, s.kernel_height, s.kernel_width, s.group_channels()}, filter);
  keep_where(less.filter_zero_point, output);
  keep_where(less.requantization.parameters, output);
  keep_where(less.requantization.factor, output);
  if (less.bias) keep_where(less.bias->data, output), keep_where(less.bias->rescale, output);
  return less;
}

// One slice of one dimension.
inline std::vector<ConvLayer> dropped_slices(const ConvLayer& layer) {
  std::vector<ConvLayer> all;
  const ConvShape& s = layer.shape;
  const auto any = [](const Place&) { return true; };
  const auto any_output = [](std::int64_t) { return true; };
  const std::array<std::int64_t ConvShape::*, 3> image{&ConvShape::batch, &ConvShape::in_height, &ConvShape::in_width};
  for (std::size_t d = 0; d < image.size(); ++d) {
    ConvShape shape = s;
    shape.*image[d] -= 1;
    for (std::int64_t k = 0; k < s.*image[d]; ++k) {
      all.push_back(without(
          layer, shape, [=](const Place& p) { return p[d] != k; }, any, any_output));
    }
  }
  const std::array<std::int64_t ConvShape::*, 2> kernel{&ConvShape::kernel_height, &ConvShape::kernel_width};
  for (std::size_t d = 0; d < kernel.size(); ++d) {
    ConvShape shape = s;
    shape.*kernel[d] -= 1;
    for (std::int64_t k = 0; k < s.*kernel[d]; ++k) {
      all.push_back(without(
          layer, shape, any, [=](const Place& p) { return p[d + 1] != k; }, any_output));
    }
  }
  ConvShape shape = s;
  shape.in_channels -= s.groups;
  for (std::int64_t k = 0; k < s.group_channels(); ++k) {
    all.push_back(without(
        layer, shape, [=](const Place& p) { return p[3] % s.group_channels() != k; },
        [=](const Place& p) { return p[3] != k; }, any_output));
  }
  shape = s;
  shape.out_channels -= s.groups;
  for (std::int64_t k = 0; k < s.group_outputs(); ++k) {
    const auto keep = [=](std::int64_t o) { return o % s.group_outputs() != k; };
    all.push_back(without(
        layer, shape, any, [=](const Place& p) { return keep(p[0]); }, keep));
  }
  shape = s;
  shape.groups -= 1;
  shape.in_channels -= s.group_channels();
  shape.out_channels -= s.group_outputs();
  for (std::int64_t k = 0; k < s.groups; ++k) {
    const auto keep = [=](std::int64_t o) { return o / s.group_outputs() != k; };
    all.push_back(without(
        layer, shape, [=](const Place& p) { return p[3] / s.group_channels() != k; },
        [=](const Place& p) { return keep(p[0]); }, keep));
  }
  return all;
}

// One number of the layer one step nearer to `target`, to the target itself, and half way.
template <class Int>
std::vector<Int> steps(Int value, Int target) {
  if (value == target) return {};
  const Int step = value > target ? -1 : 1;
  return {Int(target), Int(target + (value - target) / 2), Int(value + step)};
}

inline std::vector<ConvLayer> simpler_numbers(const ConvLayer& layer) {
  std::vector<ConvLayer> all;
  // Each number that at() names, toward `target`.
  const auto number = [&](auto&& at, auto target) {
    ConvLayer original = layer;
    const auto value = at(original);
    for (const auto x : steps<std::remove_const_t<decltype(value)>>(value, static_cast<decltype(value)>(target))) {
      ConvLayer changed = layer;
      at(changed) = x;
      all.push_back(changed);
    }
  };
  for (std::int64_t ConvShape::*size :
       {&ConvShape::stride_height, &ConvShape::stride_width, &ConvShape::dilation_height, &ConvShape::dilation_width}) {
    number(
        [=](ConvLayer & l) -> auto& { return l.shape.*size; }, 1);
  }
  for (std::int64_t ConvShape::*pad :
       {&ConvShape::pad_top, &ConvShape::pad_left, &ConvShape::pad_bottom, &ConvShape::pad_right}) {
    number(
        [=](ConvLayer & l) -> auto& { return l.shape.*pad; }, 0);
  }
  number(
      [](ConvLayer & l) -> auto& { return l.input_zero_point; }, 0);
  number(
      [](ConvLayer & l) -> auto& { return l.requantization.zero_point; }, 0);
  for (std::size_t i = 0; i < layer.filter_zero_point.size(); ++i) {
    number(
        [=](ConvLayer & l) -> auto& { return l.filter_zero_point[i]; }, 0);
  }
  for (std::size_t i = 0; i < layer.requantization.parameters.size(); ++i) {
    for (const auto& [name, target] :
         {std::pair{"pre", 0}, {"scale", 1}, {"post", 0}, {"multiplier", 1 << 30}, {"shift", 0}}) {
      const Parameters& p = layer.requantization.parameters[i];
      if (!p.values.contains(name)) continue;
      for (const auto x : steps(p.integer(name).convert_to<std::int64_t>(), std::int64_t{target})) {
        ConvLayer changed = layer;
        changed.requantization.parameters[i].values.find(name)->second = Rational(x);
        all.push_back(changed);
      }
    }
  }
  for (std::size_t i = 0; i < layer.input.size(); ++i) {
    number(
        [=](ConvLayer & l) -> auto& { return l.input[i]; }, 0);
  }
  for (std::size_t i = 0; i < layer.filter.size(); ++i) {
    number(
        [=](ConvLayer & l) -> auto& { return l.filter[i]; }, 0);
  }
  for (std::size_t i = 0; layer.bias && i < layer.bias->data.size(); ++i) {
    number(
        [=](ConvLayer & l) -> auto& { return l.bias->data[i]; }, 0);
  }
  if (layer.bias)
    number(
        [](ConvLayer & l) -> auto& { return l.bias->zero_point; }, 0);
  return all;
}

inline std::vector<ConvLayer> simpler_kinds(const ConvLayer& layer) {
  std::vector<ConvLayer> all(6, layer);
  all[0].bias.reset();
  if (all[1].bias) all[1].bias->rescale.clear();
  all[2].activation = {};
  all[3].input_type = ElementType::i8;
  all[4].filter_type = ElementType::i8;
  all[5].requantization.output = {-128, 127};
  for (std::size_t i = 0; layer.requantization.parameters.size() > 1 && i < layer.requantization.parameters.size();
       ++i) {
    all.push_back(layer);
    all.back().requantization.parameters = {layer.requantization.parameters[i]};
  }
  return all;
}

// The valid ones.
inline std::vector<ConvLayer> single_steps(const ConvLayer& layer) {
  std::vector<ConvLayer> all;
  for (const auto& list : {dropped_slices(layer), simpler_numbers(layer), simpler_kinds(layer)}) {
    for (const ConvLayer& step : list) {
      if (step != layer && !invalid(step)) all.push_back(step);
    }
  }
  return all;
}

}  // namespace halflsb
