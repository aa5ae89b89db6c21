// Small random problems over everything that the portable convolutions declare; the seed decides the sequence.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>

#include "targets/tests/conv2d_case.h"

namespace halflsb::portable {

class RandomConv2d {
 public:
  explicit RandomConv2d(uint32_t seed) : random_(seed) {}

  Conv2dCase next(bool leaky, bool per_channel) {
    for (;;) {
      Conv2dCase c;
      shape(c.args);
      c.set_output_size();
      if (c.args.out_height < 1 || c.args.out_width < 1) continue;
      types(c, leaky, per_channel);
      parameters(c);
      return c;
    }
  }

 private:
  int32_t pick(int32_t low, int32_t high) { return std::uniform_int_distribution<int32_t>(low, high)(random_); }
  int32_t any_int32() { return static_cast<int32_t>(random_()) >> pick(0, 31); }

  void shape(halflsb_conv2d_args& a) {
    a.batch = pick(1, 2);
    a.in_height = pick(1, 7);
    a.in_width = pick(1, 9);
    a.kernel_height = pick(1, 4);
    a.kernel_width = pick(1, 4);
    for (int32_t* step : {&a.stride_height, &a.stride_width, &a.dilation_height, &a.dilation_width}) *step = pick(1, 3);
    for (int32_t* side : {&a.pad_top, &a.pad_left, &a.pad_bottom, &a.pad_right}) *side = pick(0, 1) * pick(0, 4);
    const bool depthwise = pick(0, 3) == 0;
    a.groups = depthwise ? pick(1, 40) : pick(0, 1) ? 1 : pick(1, 4);
    a.in_channels = a.groups * (depthwise ? 1 : pick(1, 20));
    a.out_channels = a.groups * (depthwise ? pick(1, 2) : pick(1, 20));
  }

  void types(Conv2dCase& c, bool leaky, bool per_channel) {
    halflsb_conv2d_args& a = c.args;
    a.input_type = pick(HALFLSB_I8, HALFLSB_U8);
    a.filter_type = pick(HALFLSB_I8, HALFLSB_U8);
    a.output_type = pick(HALFLSB_I8, HALFLSB_I32);
    a.bias_type = pick(0, 1) ? HALFLSB_I8 : HALFLSB_I32;
    const int64_t min[] = {-128, 0, -32768, std::numeric_limits<int32_t>::min()};
    const int64_t max[] = {127, 255, 32767, std::numeric_limits<int32_t>::max()};
    a.output_min = static_cast<int32_t>(min[a.output_type]);
    a.output_max = static_cast<int32_t>(max[a.output_type]);
    a.input_zero_point = zero_point(a.input_type);
    a.output_zero_point = pick(0, 9) ? pick(-128, 255) : any_int32();
    a.activation = pick(HALFLSB_ACTIVATION_NONE, leaky ? HALFLSB_ACTIVATION_LEAKY_RELU : HALFLSB_ACTIVATION_CLIP);
    a.clip_min = pick(-200, 200);
    a.clip_max = pick(-200, 200);
    a.leaky = {pick(0, 2), pick(0, 9), pick(1, 300), 0, 0, 0};
    a.filter_zero_point_per_channel = per_channel ? pick(0, 1) : 0;
    a.rescale_per_channel = per_channel ? pick(0, 1) : 0;
    a.bias_rescaled = pick(0, 1);
    a.bias_rescale_per_channel = pick(0, 1);
  }

  void parameters(Conv2dCase& c) {
    halflsb_conv2d_args& a = c.args;
    const int64_t inputs = int64_t{a.batch} * a.in_height * a.in_width * a.in_channels;
    const int64_t depth = int64_t{a.kernel_height} * a.kernel_width * (a.in_channels / a.groups);
    for (int64_t i = 0; i < inputs; ++i) c.input.push_back(element());
    for (int64_t i = 0; i < depth * a.out_channels; ++i) c.filter.push_back(element());
    const auto channels = static_cast<size_t>(a.out_channels);
    c.filter_zero_point.resize(a.filter_zero_point_per_channel ? channels : 1);
    for (int32_t& z : c.filter_zero_point) z = zero_point(a.filter_type);
    c.rescale.resize(a.rescale_per_channel ? channels : 1);
    const bool wild = pick(0, 3) == 0;
    for (halflsb_rescale& r : c.rescale) r = wild ? any_rescale() : usual_rescale();
    c.bias_rescale.resize(a.bias_rescale_per_channel ? channels : 1);
    for (halflsb_rescale& r : c.bias_rescale) r = {pick(0, 3), pick(0, 31), pick(1, 999), 0, 0, 0};
    a.bias_zero_point = pick(0, 1) ? pick(-9, 9) : 0;
    if (pick(0, 3) == 0) return;
    for (size_t o = 0; o < channels; ++o) {
      if (a.bias_type == HALFLSB_I8) {
        c.bias_bytes.push_back(static_cast<int8_t>(element()));
      } else {
        c.bias.push_back(pick(-99999, 99999));
      }
    }
  }

  int32_t zero_point(int32_t type) {
    const int32_t low = type == HALFLSB_I8 ? -128 : 0;
    return pick(0, 3) ? low + pick(0, 255) : low + 255 * pick(0, 1);
  }

  uint8_t element() { return static_cast<uint8_t>(pick(0, 3) ? pick(0, 255) : pick(127, 128)); }

  halflsb_rescale usual_rescale() {
    return {pick(0, 2), pick(12, 17), pick(1, 600), pick(1 << 30, std::numeric_limits<int32_t>::max()), pick(-12, -4),
            0};
  }

  halflsb_rescale any_rescale() {
    const int32_t scale = std::max(1, any_int32());
    const int32_t multiplier = pick(0, 9) ? any_int32() : std::numeric_limits<int32_t>::min();
    return {pick(0, 31), pick(0, 31), scale, multiplier, pick(-31, 30), 0};
  }

  std::mt19937 random_;
};

}  // namespace halflsb::portable
