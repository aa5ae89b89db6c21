// The data of tensors: constant rows and channels of either rail, alternating rails, one value among zero points,
// random ones.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "harness/generate/random.h"
#include "reference/conv/layer.h"

namespace halflsb {

enum class Pattern {
  lowest,
  highest,
  rails,
  alternating,
  rows,
  columns,  // rails only
  zero_point,
  one_hot,
  small,
  boundaries,
  random
};

[[nodiscard]] Pattern some_pattern(Random& random);
[[nodiscard]] Pattern some_rail_pattern(Random& random);

// One value: a rail, the zero point, beside one of them, or any.
[[nodiscard]] std::int16_t some_value(Random& random, ElementType type, std::int64_t zero_point);

// Both give the tensor the size that the shape asks for, and fill it.
void fill_input(Random& random, ConvLayer& layer, Pattern pattern);
void fill_filter(Random& random, ConvLayer& layer, Pattern pattern);

// One row, one channel or the whole of a tensor to a rail or to the zero point, or one value changed.
void change_data(Random& random, ConvLayer& layer);

// The layer with another shape: overlapping data and per-channel values are kept, new ones drawn.
[[nodiscard]] ConvLayer resized(Random& random, const ConvLayer& layer, const ConvShape& shape);

}  // namespace halflsb
