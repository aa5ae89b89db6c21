// oneDNN's inner product and matmul: every pixel is a row. On x86 its integer GEMM takes plain layouts too; the plain
// kernel, `ref_int8`, is the last of those that the library offers.
#include <string_view>
#include <unordered_map>

#include "targets/external/folded_bias.h"
#include "targets/external/onednn.h"

namespace halflsb::external {
namespace {

using Dims = dnnl::memory::dims;
using Tag = dnnl::memory::format_tag;

Dims::value_type rows_of(const halflsb_conv2d_args& a) { return Dims::value_type{a.batch} * a.in_height * a.in_width; }

template <class Description>
void choose_plain(Description& offered) {
  while (!std::string_view(offered.impl_info_str()).starts_with("ref")) {
    if (!offered.next_impl()) throw dnnl::error(dnnl_unimplemented, "no plain kernel");
  }
}

void refuse() { throw dnnl::error(dnnl_unimplemented, "not an attribute of this operation"); }

// Inner products have no zero points: the source's goes into the bias, as users do it. The library adds the bias as a
// float; where that might round it would be this adapter's doing, so that neither sum may then leave 2^23.
constexpr int32_t kExactSum = 1 << 23, kExactDepth = kExactSum / (255 * 128);

std::vector<int32_t> bias_with_source_zero_point(const halflsb_conv2d_args& a) {
  std::vector<int32_t> folded = folded_bias(a);
  if (a.input_zero_point == 0) return folded;
  if (a.in_channels > kExactDepth) refuse();
  folded.resize(static_cast<size_t>(a.out_channels));
  const auto* weight = static_cast<const int8_t*>(a.filter);
  for (int32_t& bias : folded) {
    int64_t sum = bias;
    for (int32_t i = 0; i < a.in_channels; ++i) sum -= int64_t{a.input_zero_point} * *weight++;
    if (sum > kExactSum || sum < -kExactSum) refuse();
    bias = static_cast<int32_t>(sum);
  }
  return folded;
}

}  // namespace

void onednn_inner_product(const OnednnCall& call) {
  const halflsb_conv2d_args& a = call.args;
  if (call.destination != OnednnType::f32 && a.output_zero_point != 0) refuse();
  const std::vector<int32_t> folded = bias_with_source_zero_point(a);
  const dnnl::memory::desc source({rows_of(a), a.in_channels}, call.source(), Tag::nc);
  const dnnl::memory::desc output({rows_of(a), a.out_channels}, call.destination, Tag::nc);
  const dnnl::memory::desc bias({a.out_channels}, OnednnType::s32, Tag::x);
  const Dims shape{a.out_channels, a.in_channels};
  const dnnl::memory::desc given(shape, OnednnType::s8, Tag::oi);
  const dnnl::memory::desc weights = call.optimized ? dnnl::memory::desc(shape, OnednnType::s8, Tag::any) : given;
  const auto forward = dnnl::prop_kind::forward_inference;
  const auto description = folded.empty() ? dnnl::inner_product_forward::desc(forward, source, weights, output)
                                          : dnnl::inner_product_forward::desc(forward, source, weights, bias, output);
  dnnl::inner_product_forward::primitive_desc chosen(description, onednn_scales(a), onednn_cpu());
  if (!call.optimized) choose_plain(chosen);
  dnnl::stream stream(onednn_cpu());
  dnnl::inner_product_forward(chosen).execute(
      stream, {{DNNL_ARG_SRC, onednn_memory(source, a.input)},
               {DNNL_ARG_WEIGHTS, onednn_reordered(onednn_memory(given, a.filter), chosen.weights_desc())},
               {DNNL_ARG_BIAS, onednn_memory(bias, folded.data())},
               {DNNL_ARG_DST, onednn_memory(output, call.output)}});
  stream.wait();
}

void onednn_matmul(const OnednnCall& call) {
  const halflsb_conv2d_args& a = call.args;
  if (a.filter_zero_point_per_channel) refuse();
  const dnnl::memory::desc source({rows_of(a), a.in_channels}, call.source(), Tag::ab);
  const dnnl::memory::desc output({rows_of(a), a.out_channels}, call.destination, Tag::ab);
  const dnnl::memory::desc bias({1, a.out_channels}, OnednnType::s32, Tag::ab);
  const Dims shape{a.in_channels, a.out_channels};
  const dnnl::memory::desc given(shape, OnednnType::s8, Tag::ba);
  const dnnl::memory::desc weights = call.optimized ? dnnl::memory::desc(shape, OnednnType::s8, Tag::any) : given;
  const auto description = a.bias == nullptr ? dnnl::matmul::desc(source, weights, output)
                                             : dnnl::matmul::desc(source, weights, bias, output);
  dnnl::primitive_attr attributes = onednn_scales(a);
  onednn_set_zero_points(attributes, call);
  attributes.set_zero_points(DNNL_ARG_WEIGHTS, 0, {a.filter_zero_point[0]});
  const std::vector<int32_t> folded = folded_bias(a);
  dnnl::matmul::primitive_desc chosen(description, attributes, onednn_cpu());
  if (!call.optimized) choose_plain(chosen);
  std::unordered_map<int, dnnl::memory> arguments{
      {DNNL_ARG_SRC, onednn_memory(source, a.input)},
      {DNNL_ARG_WEIGHTS, onednn_reordered(onednn_memory(given, a.filter), chosen.weights_desc())},
      {DNNL_ARG_DST, onednn_memory(output, call.output)}};
  if (a.bias != nullptr) arguments.emplace(DNNL_ARG_BIAS, onednn_memory(bias, folded.data()));  // else refused
  dnnl::stream stream(onednn_cpu());
  dnnl::matmul(chosen).execute(stream, arguments);
  stream.wait();
}

}  // namespace halflsb::external
