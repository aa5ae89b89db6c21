// XNNPACK's convolution and fully connected operators, which take what the ABI gives.
#include <vector>

#include "targets/external/folded_bias.h"
#include "targets/external/xnnpack_call.h"
#include "targets/external/xnnpack_kernels.h"

namespace halflsb::external {
namespace {

// `kernel`: its zero point, where the type has one, and its scale or scales.
template <class T, class Create, class SetUp, class... Kernel>
int convolve(const Xnnpack& library, const halflsb_conv2d_args& a, Create create, SetUp set_up, Kernel... kernel) {
  const std::vector<int32_t> bias = folded_bias(a);
  xnn_operator_t op = nullptr;
  const xnn_status created =
      create(bits(a.pad_top), bits(a.pad_right), bits(a.pad_bottom), bits(a.pad_left), bits(a.kernel_height),
             bits(a.kernel_width), bits(a.stride_height), bits(a.stride_width), bits(a.dilation_height),
             bits(a.dilation_width), bits(a.groups), of(a.in_channels / a.groups), of(a.out_channels / a.groups),
             of(a.in_channels), of(a.out_channels), static_cast<T>(a.input_zero_point), 1.0F, kernel...,
             static_cast<const T*>(a.filter), bias.empty() ? nullptr : bias.data(), static_cast<T>(a.output_zero_point),
             1.0F, static_cast<T>(a.output_min), static_cast<T>(a.output_max), 0U, &op);
  return run_once(library, created, op, [&] {
    return set_up(op, of(a.batch), of(a.in_height), of(a.in_width), static_cast<const T*>(a.input),
                  static_cast<T*>(a.output), nullptr);
  });
}

// Every pixel is a row of the batch.
template <class T, class Create, class SetUp, class... Kernel>
int connect(const Xnnpack& library, const halflsb_conv2d_args& a, Create create, SetUp set_up, Kernel... kernel) {
  const std::vector<int32_t> bias = folded_bias(a);
  xnn_operator_t op = nullptr;
  const xnn_status created = create(
      of(a.in_channels), of(a.out_channels), of(a.in_channels), of(a.out_channels), static_cast<T>(a.input_zero_point),
      1.0F, kernel..., static_cast<const T*>(a.filter), bias.empty() ? nullptr : bias.data(),
      static_cast<T>(a.output_zero_point), 1.0F, static_cast<T>(a.output_min), static_cast<T>(a.output_max), 0U, &op);
  return run_once(library, created, op, [&] {
    return set_up(op, of(a.batch) * of(a.in_height) * of(a.in_width), static_cast<const T*>(a.input),
                  static_cast<T*>(a.output), nullptr);
  });
}

}  // namespace

int xnnpack_conv_qs8(const Xnnpack& x, const halflsb_conv2d_args& a) {
  return convolve<int8_t>(x, a, x.create_convolution2d_nhwc_qs8, x.setup_convolution2d_nhwc_qs8, factor(*a.rescale));
}

int xnnpack_conv_qc8(const Xnnpack& x, const halflsb_conv2d_args& a) {
  std::vector<float> scales;
  for (int32_t o = 0; o < a.out_channels; ++o) scales.push_back(factor(a.rescale[a.rescale_per_channel ? o : 0]));
  return convolve<int8_t>(x, a, x.create_convolution2d_nhwc_qc8, x.setup_convolution2d_nhwc_qc8, scales.data());
}

int xnnpack_conv_qu8(const Xnnpack& x, const halflsb_conv2d_args& a) {
  return convolve<uint8_t>(x, a, x.create_convolution2d_nhwc_qu8, x.setup_convolution2d_nhwc_qu8,
                           static_cast<uint8_t>(*a.filter_zero_point), factor(*a.rescale));
}

int xnnpack_fc_qs8(const Xnnpack& x, const halflsb_conv2d_args& a) {
  return connect<int8_t>(x, a, x.create_fully_connected_nc_qs8, x.setup_fully_connected_nc_qs8, factor(*a.rescale));
}

int xnnpack_fc_qu8(const Xnnpack& x, const halflsb_conv2d_args& a) {
  return connect<uint8_t>(x, a, x.create_fully_connected_nc_qu8, x.setup_fully_connected_nc_qu8,
                          static_cast<uint8_t>(*a.filter_zero_point), factor(*a.rescale));
}

}  // namespace halflsb::external
