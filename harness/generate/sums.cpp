#include "harness/generate/sums.h"

#include <algorithm>

namespace halflsb {

std::int64_t pixels(const ConvShape& s) { return s.batch * s.out_height() * s.out_width(); }

std::int64_t sum_of_products(const ConvLayer& layer, std::int64_t pixel, std::int64_t channel) {
  const ConvShape& s = layer.shape;
  const std::int64_t columns = s.out_width();
  const std::int64_t rows = s.out_height();
  const std::int64_t image = pixel / (columns * rows) * s.in_height;
  const std::int64_t top = pixel / columns % rows * s.stride_height - s.pad_top;
  const std::int64_t left = pixel % columns * s.stride_width - s.pad_left;
  const std::int64_t depth = s.group_channels();
  const std::int64_t first = channel / s.group_outputs() * depth;
  const std::int64_t filter_zero_point = layer.filter_zero_point_of(channel);
  std::int64_t sum = 0;
  for (std::int64_t kh = 0; kh < s.kernel_height; ++kh) {
    const std::int64_t y = top + kh * s.dilation_height;
    if (y < 0 || y >= s.in_height) continue;
    for (std::int64_t kw = 0; kw < s.kernel_width; ++kw) {
      const std::int64_t x = left + kw * s.dilation_width;
      if (x < 0 || x >= s.in_width) continue;
      const std::int16_t* in = layer.input.data() + ((image + y) * s.in_width + x) * s.in_channels + first;
      const std::int16_t* tap = layer.filter.data() + ((channel * s.kernel_height + kh) * s.kernel_width + kw) * depth;
      for (std::int64_t i = 0; i < depth; ++i) {
        sum += (in[i] - layer.input_zero_point) * (tap[i] - filter_zero_point);
      }
    }
  }
  return sum;
}

std::int64_t largest_sum(const ConvLayer& layer) {
  const auto largest = [](const std::vector<std::int16_t>& data, const auto& zero_points) {
    const auto [lo, hi] = std::minmax_element(data.begin(), data.end());
    std::int64_t most = 0;
    for (const std::int64_t zero_point : zero_points) most = std::max({most, zero_point - *lo, *hi - zero_point});
    return most;
  };
  return layer.shape.depth() * largest(layer.input, std::initializer_list<std::int64_t>{layer.input_zero_point}) *
         largest(layer.filter, layer.filter_zero_point);
}

SumRange sums_of_channel(const ConvLayer& layer, std::int64_t channel, std::int64_t budget) {
  const std::int64_t count = pixels(layer.shape);
  if (count * layer.shape.depth() > budget) {
    const std::int64_t most = largest_sum(layer);
    return {-most, most};
  }
  SumRange range{INT64_MAX, INT64_MIN};
  for (std::int64_t pixel = 0; pixel < count; ++pixel) {
    const std::int64_t sum = sum_of_products(layer, pixel, channel);
    range = {std::min(range.lo, sum), std::max(range.hi, sum)};
  }
  return range;
}

}  // namespace halflsb
