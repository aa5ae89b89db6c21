#include "reference/conv/convolver.h"

#include <algorithm>

#include "reference/conv/depthwise.h"
#include "reference/conv/dot.h"
#include "reference/conv/finish.h"

namespace halflsb {
namespace {

constexpr std::int64_t kBlockValues =
    1 << 13;  // of the patches that meet all filters before the next ones are gathered: 16 KiB
constexpr std::int64_t kMostPacked = 1 << 27;  // filter values with the zeros that fill them up

// Rows of one group, its own and the zeros that fill them up.
std::int64_t group_rows(const ConvShape& s) { return is_depthwise(s) ? 1 : rounded_up(s.group_outputs(), kFilterUnit); }

std::size_t as_size(std::int64_t value) { return static_cast<std::size_t>(value); }

}  // namespace

// False where a term does not fit int32.
bool Convolver::set_bias(const ConvLayer& layer) {
  const ConvShape& s = layer.shape;
  bias_.assign(as_size(s.groups * group_rows(s) + kChannelUnit), 0);
  if (!layer.bias) return true;
  const std::vector<Int128> terms = bias_terms(layer);
  for (std::int64_t o = 0; o < s.out_channels; ++o) {
    const Int128 term = terms[as_size(o)];
    if (term != static_cast<std::int32_t>(term)) return false;
    bias_[as_size(o / s.group_outputs() * group_rows(s) + o % s.group_outputs())] = static_cast<std::int32_t>(term);
  }
  return true;
}

void Convolver::pack_filters(const ConvLayer& layer) {
  const ConvShape& s = layer.shape;
  const std::int64_t depth = s.depth();
  const std::int64_t size = row_size(s);
  filter_.resize(as_size(s.groups * group_rows(s) * size));
  const std::int16_t* from = layer.filter.data();
  std::int16_t* row = filter_.data();
  for (std::int64_t g = 0; g < s.groups; ++g) {
    for (std::int64_t o = 0; o < s.group_outputs(); ++o, from += depth, row += size) {
      centre(from, depth, layer.filter_zero_point_of(g * s.group_outputs() + o), row);
      std::fill(row + depth, row + size, std::int16_t{0});
    }
    std::int16_t* const end = row + (group_rows(s) - s.group_outputs()) * size;
    std::fill(row, end, std::int16_t{0});
    row = end;
  }
}

bool Convolver::sum_groups(const ConvShape& s) {
  const std::int64_t size = row_size(s);
  const std::int64_t pixels = s.batch * s.out_height() * s.out_width();
  const std::int64_t block = std::max<std::int64_t>(2, kBlockValues / size);
  bool fits = true;
  for (std::int64_t first = 0; first < pixels; first += block) {
    const std::int64_t count = std::min(block, pixels - first);
    for (std::int64_t g = 0; g < s.groups; ++g) {
      const std::int64_t rows = g * group_rows(s);
      const FilterRows filters{filter_.data() + rows * size, bias_.data() + rows, s.group_outputs(), size};
      std::int32_t* sums = result_.accumulator.narrow.data() + first * s.out_channels + g * s.group_outputs();
      fits = dot_products(patches_.rows(g, first, count), count, filters, sums, s.out_channels) && fits;
    }
  }
  return fits;
}

void Convolver::pack_taps(const ConvLayer& layer) {
  const ConvShape& s = layer.shape;
  const std::int64_t taps = s.depth();
  const std::int64_t size = rounded_up(s.out_channels, kChannelUnit);
  filter_.assign(as_size(taps * size), 0);
  for (std::int64_t c = 0; c < s.out_channels; ++c) {
    for (std::int64_t tap = 0; tap < taps; ++tap) {
      const std::int64_t centred = layer.filter[as_size(c * taps + tap)] - layer.filter_zero_point_of(c);
      filter_[as_size(tap * size + c)] = static_cast<std::int16_t>(centred);
    }
  }
}

// The accumulators, where they are proved to be exact in int32.
bool Convolver::sum_products(const ConvLayer& layer) {
  const ConvShape& s = layer.shape;
  if (s.depth() > kExactInt32Products || s.groups * group_rows(s) * row_size(s) > kMostPacked) return false;
  if (!set_bias(layer)) return false;
  result_.accumulator.wide.clear();
  result_.accumulator.narrow.resize(as_size(s.output_size()));
  patches_.set(layer);
  if (is_depthwise(s)) {
    pack_taps(layer);
    const TapRows taps{filter_.data(), bias_.data(), rounded_up(s.out_channels, kChannelUnit)};
    return depthwise_sums(s, patches_, taps, result_.accumulator.narrow.data());
  }
  pack_filters(layer);
  return sum_groups(s);
}

const ConvResult& Convolver::operator()(const ConvLayer& layer) {
  if (sum_products(layer)) {
    result_.accumulators_fit = true;
    finish_all(layer.requantization, layer.activation, result_.accumulator.narrow, result_.output);
  } else {
    result_ = convolve_one_by_one(layer);
  }
  return result_;
}

}  // namespace halflsb
