// A convolution that owns its tensors, allocated to the byte, so that a sanitizer sees every access outside them.
#pragma once

#include <cstdint>
#include <vector>

#include "targets/abi/target.h"

namespace halflsb::portable {

struct Conv2dCase {
  halflsb_conv2d_args args{};
  std::vector<uint8_t> input, filter;
  std::vector<int32_t> bias;       // for bias_type i32
  std::vector<int8_t> bias_bytes;  // for bias_type i8; no entries: no bias
  std::vector<int32_t> filter_zero_point{0};
  std::vector<halflsb_rescale> rescale{{0, 0, 1, 1 << 30, 1, 0}}, bias_rescale{{0, 0, 1, 0, 0, 0}};

  // One pixel, one channel, no padding, i8, identity rescaling in both forms.
  Conv2dCase() {
    args.struct_size = sizeof args;
    for (int32_t* one : {&args.batch, &args.in_height, &args.in_width, &args.in_channels, &args.out_channels,
                         &args.kernel_height, &args.kernel_width, &args.stride_height, &args.stride_width,
                         &args.dilation_height, &args.dilation_width, &args.groups}) {
      *one = 1;
    }
    args.input_type = args.filter_type = args.output_type = HALFLSB_I8;
    args.bias_type = HALFLSB_I32;
    args.output_min = -128;
    args.output_max = 127;
  }

  void set_output_size() {
    halflsb_conv2d_args& a = args;
    const int32_t rows = a.in_height + a.pad_top + a.pad_bottom - a.dilation_height * (a.kernel_height - 1) - 1;
    const int32_t columns = a.in_width + a.pad_left + a.pad_right - a.dilation_width * (a.kernel_width - 1) - 1;
    a.out_height = rows < 0 ? 0 : rows / a.stride_height + 1;
    a.out_width = columns < 0 ? 0 : columns / a.stride_width + 1;
  }

  int64_t output_count() const { return int64_t{args.batch} * args.out_height * args.out_width * args.out_channels; }

  // The outputs as int32, whatever their type; empty if the kernel did not answer OK.
  std::vector<int32_t> run(int (*kernel)(const halflsb_conv2d_args*)) {
    const size_t size = args.output_type == HALFLSB_I32 ? 4 : args.output_type == HALFLSB_I16 ? 2 : 1;
    const auto count = static_cast<size_t>(output_count());
    std::vector<uint8_t> output(count * size, 0x5a);
    halflsb_conv2d_args a = args;
    a.input = input.data();
    a.filter = filter.data();
    const void* entries = a.bias_type == HALFLSB_I8 ? static_cast<const void*>(bias_bytes.data()) : bias.data();
    a.bias = bias.empty() && bias_bytes.empty() ? nullptr : entries;
    a.filter_zero_point = filter_zero_point.data();
    a.rescale = rescale.data();
    a.bias_rescale = a.bias_rescaled ? bias_rescale.data() : nullptr;
    a.output = output.data();
    if (kernel(&a) != HALFLSB_OK) return {};
    std::vector<int32_t> values;
    for (size_t i = 0; i < count; ++i) {
      uint32_t bits = 0;
      for (size_t b = 0; b < size; ++b) bits |= uint32_t{output[i * size + b]} << (8 * b);
      if (args.output_type == HALFLSB_I8) bits = static_cast<uint32_t>(static_cast<int8_t>(bits));
      if (args.output_type == HALFLSB_I16) bits = static_cast<uint32_t>(static_cast<int16_t>(bits));
      values.push_back(static_cast<int32_t>(bits));
    }
    return values;
  }
};

}  // namespace halflsb::portable
