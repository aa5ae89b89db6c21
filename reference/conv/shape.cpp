#include "reference/conv/shape.h"

#include <string>

namespace halflsb {
namespace {

std::int64_t out_size(std::int64_t in, std::int64_t pads, std::int64_t kernel, std::int64_t dilation,
                      std::int64_t stride) {
  const std::int64_t room = in + pads - dilation * (kernel - 1) - 1;
  return room < 0 ? 0 : room / stride + 1;
}

// Lemma C4: product is at most 2^28 before each step and a factor below 2^30 (an output size is at most in + pads, which is
// 3 * 2^28), so that no product overflows int64.
bool fits(std::int64_t limit, std::initializer_list<std::int64_t> factors) {
  std::int64_t product = 1;
  for (const std::int64_t factor : factors) {
    product *= factor;
    if (product > limit) return false;
  }
  return true;
}

}  // namespace

std::int64_t ConvShape::out_height() const {
  return out_size(in_height, pad_top + pad_bottom, kernel_height, dilation_height, stride_height);
}

std::int64_t ConvShape::out_width() const {
  return out_size(in_width, pad_left + pad_right, kernel_width, dilation_width, stride_width);
}

Result<ConvShape> validated(const ConvShape& shape) {
  const struct {
    const char* name;
    std::int64_t value;
    std::int64_t least;
  } sizes[] = {{"batch", shape.batch, 1},
               {"input height", shape.in_height, 1},
               {"input width", shape.in_width, 1},
               {"input channels", shape.in_channels, 1},
               {"output channels", shape.out_channels, 1},
               {"kernel height", shape.kernel_height, 1},
               {"kernel width", shape.kernel_width, 1},
               {"stride height", shape.stride_height, 1},
               {"stride width", shape.stride_width, 1},
               {"dilation height", shape.dilation_height, 1},
               {"dilation width", shape.dilation_width, 1},
               {"pad top", shape.pad_top, 0},
               {"pad left", shape.pad_left, 0},
               {"pad bottom", shape.pad_bottom, 0},
               {"pad right", shape.pad_right, 0},
               {"groups", shape.groups, 1}};
  for (const auto& [name, value, least] : sizes) {
    if (value < least || value > kMaxTensorElements) {
      return Error{std::string(name) + " is " + std::to_string(value) + " (expected " + std::to_string(least) +
                   " to 2^28)"};
    }
  }
  if (shape.in_channels % shape.groups != 0 || shape.out_channels % shape.groups != 0) {
    return Error{"groups is " + std::to_string(shape.groups) + ", which does not divide " +
                 std::to_string(shape.in_channels) + " input and " + std::to_string(shape.out_channels) +
                 " output channels"};
  }
  if (shape.out_height() < 1 || shape.out_width() < 1) return Error{"the dilated kernel does not fit the padded input"};
  const bool data_fits =
      fits(kMaxTensorElements, {shape.batch, shape.in_height, shape.in_width, shape.in_channels}) &&
      fits(kMaxTensorElements, {shape.out_channels, shape.kernel_height, shape.kernel_width, shape.group_channels()});
  if (!data_fits) return Error{"a tensor of this shape has more than 2^28 elements"};
  if (!fits(kMaxOutputElements, {shape.batch, shape.out_height(), shape.out_width(), shape.out_channels})) {
    return Error{"the output of this shape has more than 2^25 elements"};
  }
  return shape;
}

}  // namespace halflsb
