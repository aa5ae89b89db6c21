// oneDNN's convolution. Plain weights select its plain kernels, a layout of its own choosing the optimized ones.
#include "targets/external/folded_bias.h"
#include "targets/external/onednn.h"

namespace halflsb::external {
namespace {

using Dims = dnnl::memory::dims;
using Tag = dnnl::memory::format_tag;

// OHWI, as groups where there are any.
dnnl::memory::desc weights_of(const halflsb_conv2d_args& a, Tag plain, Tag grouped) {
  const Dims::value_type g = a.groups, o = a.out_channels / a.groups, i = a.in_channels / a.groups, h = a.kernel_height,
                         w = a.kernel_width;
  if (g == 1) return {Dims{o, i, h, w}, OnednnType::s8, plain};
  return {Dims{g, o, i, h, w}, OnednnType::s8, grouped};
}

}  // namespace

void onednn_convolution(const OnednnCall& call) {
  const halflsb_conv2d_args& a = call.args;
  const dnnl::memory::desc source({a.batch, a.in_channels, a.in_height, a.in_width}, call.source(), Tag::nhwc);
  const dnnl::memory::desc output({a.batch, a.out_channels, a.out_height, a.out_width}, call.destination, Tag::nhwc);
  const dnnl::memory::desc bias({a.out_channels}, OnednnType::s32, Tag::x);
  const dnnl::memory::desc given = weights_of(a, Tag::ohwi, Tag::gohwi);
  const dnnl::memory::desc weights =
      call.optimized ? weights_of(a, Tag::any, Tag::any) : weights_of(a, Tag::oihw, Tag::goihw);
  const Dims strides{a.stride_height, a.stride_width}, dilation{a.dilation_height - 1, a.dilation_width - 1},
      before{a.pad_top, a.pad_left}, after{a.pad_bottom, a.pad_right};
  const auto forward = dnnl::prop_kind::forward_inference;
  const auto direct = dnnl::algorithm::convolution_direct;
  const auto description = a.bias != nullptr ? dnnl::convolution_forward::desc(forward, direct, source, weights, bias,
                                                                               output, strides, dilation, before, after)
                                             : dnnl::convolution_forward::desc(forward, direct, source, weights, output,
                                                                               strides, dilation, before, after);
  dnnl::primitive_attr attributes = onednn_scales(a);
  onednn_set_zero_points(attributes, call);
  const std::vector<int32_t> folded = folded_bias(a);
  const dnnl::convolution_forward::primitive_desc chosen(description, attributes, onednn_cpu());
  dnnl::stream stream(onednn_cpu());
  dnnl::convolution_forward(chosen).execute(
      stream, {{DNNL_ARG_SRC, onednn_memory(source, a.input)},
               {DNNL_ARG_WEIGHTS, onednn_reordered(onednn_memory(given, a.filter), chosen.weights_desc())},
               {DNNL_ARG_BIAS, onednn_memory(bias, folded.data())},
               {DNNL_ARG_DST, onednn_memory(output, call.output)}});
  stream.wait();
}

}  // namespace halflsb::external
