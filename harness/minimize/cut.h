// A layer with fewer slices: what remains of a convolution when rows, channels, taps or groups are left out. The values
// that remain are those that stood at the kept places.
#pragma once

#include <optional>
#include <vector>

#include "reference/conv/layer.h"

namespace halflsb {

using Places = std::vector<std::int64_t>;

// Kept places by dimension; at first all. Strides, dilations, pads and groups are those of `shape`; the sizes follow
// from the lists.
struct Cut {
  ConvShape shape;
  Places batch, rows, columns, channels, outputs, kernel_rows, kernel_columns;
  Places group_channels;  // of the filter: within each group

  explicit Cut(const ConvShape& whole);
};

void drop(Places& places, std::size_t begin, std::size_t length);

// Empty where the remaining shape is not valid.
[[nodiscard]] std::optional<ConvLayer> apply(const Cut& cut, const ConvLayer& layer);

// Drops the same channels, given within a group, from every group.
void drop_group_channels(Cut& cut, std::size_t begin, std::size_t length);
void drop_group_outputs(Cut& cut, std::size_t begin, std::size_t length);
// Drops whole groups with their channels.
void drop_groups(Cut& cut, std::size_t begin, std::size_t length);

// One value, or one per channel.
template <class T>
[[nodiscard]] std::vector<T> kept(const std::vector<T>& values, const Places& channels) {
  if (values.size() <= 1) return values;
  std::vector<T> result;
  for (const std::int64_t channel : channels) result.push_back(values[static_cast<std::size_t>(channel)]);
  return result;
}

// The values that belong to output channels: of `layer`, for the given ones of them.
void keep_channels(ConvLayer& layer, const Places& channels);

}  // namespace halflsb
