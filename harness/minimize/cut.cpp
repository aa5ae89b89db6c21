#include "harness/minimize/cut.h"

#include <array>
#include <numeric>

namespace halflsb {
namespace {

Places all(std::int64_t count) {
  Places places(static_cast<std::size_t>(count));
  std::iota(places.begin(), places.end(), 0);
  return places;
}

std::int64_t size(const Places& places) { return static_cast<std::int64_t>(places.size()); }

// A 4-d tensor at the kept places; `sizes` are those of its three inner dimensions.
std::vector<std::int16_t> gather(const std::vector<std::int16_t>& data, const std::array<std::int64_t, 3>& sizes,
                                 const std::array<const Places*, 4>& places) {
  std::vector<std::int16_t> result;
  for (const std::int64_t a : *places[0]) {
    for (const std::int64_t b : *places[1]) {
      for (const std::int64_t c : *places[2]) {
        const std::int64_t row = ((a * sizes[0] + b) * sizes[1] + c) * sizes[2];
        for (const std::int64_t d : *places[3]) result.push_back(data[static_cast<std::size_t>(row + d)]);
      }
    }
  }
  return result;
}

// From each group's block of `width` channels.
void drop_within(Places& places, std::int64_t width, std::size_t begin, std::size_t length) {
  std::erase_if(places, [=](std::int64_t place) {
    const auto within = static_cast<std::size_t>(place % width);
    return within >= begin && within < begin + length;
  });
}

}  // namespace

Cut::Cut(const ConvShape& whole)
    : shape(whole),
      batch(all(whole.batch)),
      rows(all(whole.in_height)),
      columns(all(whole.in_width)),
      channels(all(whole.in_channels)),
      outputs(all(whole.out_channels)),
      kernel_rows(all(whole.kernel_height)),
      kernel_columns(all(whole.kernel_width)),
      group_channels(all(whole.group_channels())) {}

void drop(Places& places, std::size_t begin, std::size_t length) {
  const auto first = places.begin() + static_cast<std::ptrdiff_t>(begin);
  places.erase(first, first + static_cast<std::ptrdiff_t>(length));
}

void drop_group_channels(Cut& cut, std::size_t begin, std::size_t length) {
  drop_within(cut.channels, cut.shape.group_channels(), begin, length);
  drop(cut.group_channels, begin, length);
}

void drop_group_outputs(Cut& cut, std::size_t begin, std::size_t length) {
  drop_within(cut.outputs, cut.shape.group_outputs(), begin, length);
}

void drop_groups(Cut& cut, std::size_t begin, std::size_t length) {
  const auto inputs = static_cast<std::size_t>(cut.shape.group_channels());
  const auto outputs = static_cast<std::size_t>(cut.shape.group_outputs());
  drop(cut.channels, begin * inputs, length * inputs);
  drop(cut.outputs, begin * outputs, length * outputs);
  cut.shape.groups -= static_cast<std::int64_t>(length);
}

void keep_channels(ConvLayer& layer, const Places& channels) {
  layer.filter_zero_point = kept(layer.filter_zero_point, channels);
  layer.requantization.parameters = kept(layer.requantization.parameters, channels);
  layer.requantization.factor = kept(layer.requantization.factor, channels);
  if (!layer.bias) return;
  layer.bias->data = kept(layer.bias->data, channels);
  layer.bias->rescale = kept(layer.bias->rescale, channels);
}

std::optional<ConvLayer> apply(const Cut& cut, const ConvLayer& layer) {
  ConvShape shape = cut.shape;
  shape.batch = size(cut.batch);
  shape.in_height = size(cut.rows);
  shape.in_width = size(cut.columns);
  shape.in_channels = size(cut.channels);
  shape.out_channels = size(cut.outputs);
  shape.kernel_height = size(cut.kernel_rows);
  shape.kernel_width = size(cut.kernel_columns);
  if (shape == layer.shape || !validated(shape)) return std::nullopt;
  const ConvShape& old = layer.shape;
  ConvLayer smaller;
  smaller.shape = shape;
  smaller.input_type = layer.input_type;
  smaller.filter_type = layer.filter_type;
  smaller.input_zero_point = layer.input_zero_point;
  smaller.filter_zero_point = layer.filter_zero_point;
  smaller.requantization = layer.requantization;
  smaller.bias = layer.bias;
  smaller.activation = layer.activation;
  keep_channels(smaller, cut.outputs);
  smaller.input = gather(layer.input, {old.in_height, old.in_width, old.in_channels},
                         {&cut.batch, &cut.rows, &cut.columns, &cut.channels});
  smaller.filter = gather(layer.filter, {old.kernel_height, old.kernel_width, old.group_channels()},
                          {&cut.outputs, &cut.kernel_rows, &cut.kernel_columns, &cut.group_channels});
  return smaller;
}

}  // namespace halflsb
