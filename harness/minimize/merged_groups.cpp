// Groups merged: the same channels, or as many as one tensor still needs, in fewer groups.
#include "harness/minimize/cut.h"
#include "harness/minimize/lists.h"

namespace halflsb {
namespace {

// The weights of output `o`, as places in the filter: one tap of one input channel, which is given without groups.
struct Weights {
  const ConvLayer& layer;

  [[nodiscard]] std::int16_t at(std::int64_t o, std::int64_t tap, std::int64_t channel) const {
    const ConvShape& s = layer.shape;
    const std::int64_t first = o / s.group_outputs() * s.group_channels();
    const bool in_group = channel >= first && channel < first + s.group_channels();
    // Any other channel has no weight: one that equals its zero point adds nothing to the sum.
    if (!in_group) return static_cast<std::int16_t>(layer.filter_zero_point_of(o));
    return layer.filter[static_cast<std::size_t>(o * s.depth() + tap * s.group_channels() + channel - first)];
  }
};

// All channels stay; the weights between groups that were apart add nothing.
std::optional<ConvLayer> with_all_channels(const ConvLayer& layer, std::int64_t groups) {
  ConvLayer merged = layer;
  merged.shape.groups = groups;
  constexpr std::int64_t kMaxFilter = 256;  // the filter grows: not beyond what still fits a screen
  if (merged.shape.filter_size() > kMaxFilter) return std::nullopt;
  const ConvShape& s = merged.shape;
  merged.filter.clear();
  for (std::int64_t o = 0; o < s.out_channels; ++o) {
    const std::int64_t first = o / s.group_outputs() * s.group_channels();
    for (std::int64_t tap = 0; tap < s.kernel_height * s.kernel_width; ++tap) {
      for (std::int64_t i = 0; i < s.group_channels(); ++i) {
        merged.filter.push_back(Weights{layer}.at(o, tap, first + i));
      }
    }
  }
  return merged;
}

// All outputs stay, on the input channels of the first groups.
std::optional<ConvLayer> with_all_outputs(const ConvLayer& layer, std::int64_t groups) {
  Cut cut(layer.shape);
  drop(cut.channels, static_cast<std::size_t>(groups * layer.shape.group_channels()),
       static_cast<std::size_t>((layer.shape.groups - groups) * layer.shape.group_channels()));
  cut.shape.groups = groups;
  return apply(cut, layer);
}

// All input channels stay; each output is the sum of those that stood at its place in the groups that are merged.
std::optional<ConvLayer> with_all_inputs(const ConvLayer& layer, std::int64_t groups) {
  const ConvShape& old = layer.shape;
  const std::int64_t merged_groups = old.groups / groups;
  ConvLayer merged = layer;
  merged.shape.groups = groups;
  merged.shape.out_channels = groups * old.group_outputs();
  merged.filter.clear();
  Places outputs;
  for (std::int64_t o = 0; o < merged.shape.out_channels; ++o) {
    const std::int64_t first_group = o / old.group_outputs() * merged_groups;
    const auto old_output = [&](std::int64_t group) { return group * old.group_outputs() + o % old.group_outputs(); };
    outputs.push_back(old_output(first_group));
    for (std::int64_t tap = 0; tap < old.kernel_height * old.kernel_width; ++tap) {
      for (std::int64_t group = first_group; group < first_group + merged_groups; ++group) {
        for (std::int64_t i = 0; i < old.group_channels(); ++i) {
          merged.filter.push_back(Weights{layer}.at(old_output(group), tap, group * old.group_channels() + i));
        }
      }
    }
  }
  keep_channels(merged, outputs);
  return merged;
}

}  // namespace

void merged_groups(const ConvLayer& layer, Candidates& out) {
  for (const auto& merge : {with_all_outputs, with_all_inputs, with_all_channels}) {
    for (std::int64_t groups = 1; groups < layer.shape.groups; ++groups) {
      if (layer.shape.groups % groups != 0) continue;
      out.offer([&] { return merge(layer, groups); });
    }
  }
}

}  // namespace halflsb
