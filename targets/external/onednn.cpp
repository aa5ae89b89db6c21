// oneDNN's int8 convolution: source s8 or u8, weights s8, destination of the source's type; per-tensor or per-channel factors as output scales.
// Contract: what its reference kernel computes, the scheme onednn. Plain weights select plain kernels (`ref`, `gemm`), a layout of
// its own choosing the optimized ones. Of those the documentation ("Nuances of int8 computations") says that without VNNI they halve weights for
// signed sources and may saturate sums of two products in 16 bits: a limit on the data, which no domain here expresses, so
// that they are `accepted` alone.
#include <dlfcn.h>

#include <array>
#include <oneapi/dnnl/dnnl.hpp>
#include <vector>

#include "targets/external/folded_bias.h"
#include "targets/external/target.h"

namespace halflsb::external {
namespace {

using Dims = dnnl::memory::dims;
using Tag = dnnl::memory::format_tag;
using Type = dnnl::memory::data_type;

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

dnnl::memory memory(const dnnl::memory::desc& description, const void* data) {
  return {description, cpu(), const_cast<void*>(data)};  // read alone, though the API does not say so
}

// OHWI, as groups where there are any.
dnnl::memory::desc weights_of(const halflsb_conv2d_args& a, Tag plain, Tag grouped) {
  const Dims::value_type g = a.groups, o = a.out_channels / a.groups, i = a.in_channels / a.groups, h = a.kernel_height,
                         w = a.kernel_width;
  if (g == 1) return {Dims{o, i, h, w}, Type::s8, plain};
  return {Dims{g, o, i, h, w}, Type::s8, grouped};
}

template <bool kOwnLayout>
void convolve(const halflsb_conv2d_args& a) {
  const Type type = a.input_type == HALFLSB_U8 ? Type::u8 : Type::s8;
  const dnnl::memory::desc source({a.batch, a.in_channels, a.in_height, a.in_width}, type, Tag::nhwc);
  const dnnl::memory::desc output({a.batch, a.out_channels, a.out_height, a.out_width}, type, Tag::nhwc);
  const dnnl::memory::desc bias({a.out_channels}, Type::s32, Tag::x);
  const dnnl::memory::desc given = weights_of(a, Tag::ohwi, Tag::gohwi);
  const dnnl::memory::desc plain = weights_of(a, Tag::oihw, Tag::goihw);
  const dnnl::memory::desc weights = kOwnLayout ? weights_of(a, Tag::any, Tag::any) : plain;
  const Dims strides{a.stride_height, a.stride_width}, dilation{a.dilation_height - 1, a.dilation_width - 1},
      before{a.pad_top, a.pad_left}, after{a.pad_bottom, a.pad_right};
  const auto forward = dnnl::prop_kind::forward_inference;
  const auto direct = dnnl::algorithm::convolution_direct;
  const auto description = a.bias != nullptr ? dnnl::convolution_forward::desc(forward, direct, source, weights, bias,
                                                                               output, strides, dilation, before, after)
                                             : dnnl::convolution_forward::desc(forward, direct, source, weights, output,
                                                                               strides, dilation, before, after);
  const std::vector<int32_t> folded = folded_bias(a);
  std::vector<float> scales;
  for (int32_t o = 0; o < (a.rescale_per_channel ? a.out_channels : 1); ++o) {
    scales.push_back(static_cast<float>(a.rescale[o].factor));
  }
  dnnl::primitive_attr attributes;
  attributes.set_output_scales(a.rescale_per_channel ? 2 : 0, scales);
  attributes.set_zero_points(DNNL_ARG_SRC, 0, {a.input_zero_point});
  attributes.set_zero_points(DNNL_ARG_DST, 0, {a.output_zero_point});
  const dnnl::convolution_forward::primitive_desc chosen(description, attributes, cpu());
  dnnl::stream stream(cpu());
  dnnl::memory own(chosen.weights_desc(), cpu());
  const dnnl::memory theirs = memory(given, a.filter);
  dnnl::reorder(theirs, own).execute(stream, const_cast<dnnl::memory&>(theirs), own);
  dnnl::convolution_forward(chosen).execute(stream, {{DNNL_ARG_SRC, memory(source, a.input)},
                                                     {DNNL_ARG_WEIGHTS, own},
                                                     {DNNL_ARG_BIAS, memory(bias, folded.data())},
                                                     {DNNL_ARG_DST, memory(output, a.output)}});
  stream.wait();
}

// The instruction set can be limited once per process, before anything else is done, and threads are of no use here.
bool set_up(dnnl::cpu_isa isa) {
  static const dnnl::cpu_isa first = isa;
  static const bool limited = [] {
    if (const auto threads = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"))) threads(1);
    return dnnl::set_max_cpu_isa(first) == dnnl::status::success;
  }();
  return limited && first == isa;
}

// A clamp to less than the type is not oneDNN's: such output ranges are refused.
template <bool kOwnLayout, dnnl::cpu_isa kIsa>
int onednn(const halflsb_conv2d_args* a) {
  const bool whole = a->output_type == HALFLSB_U8 ? a->output_min == 0 && a->output_max == 255
                                                  : a->output_min == -128 && a->output_max == 127;
  if (!whole || a->input_type != a->output_type || a->filter_type != HALFLSB_I8) return HALFLSB_UNSUPPORTED;
  if (!set_up(kIsa)) return HALFLSB_UNSUPPORTED;
  try {
    convolve<kOwnLayout>(*a);
    return HALFLSB_OK;
  } catch (const dnnl::error& error) {
    return error.status == dnnl_unimplemented || error.status == dnnl_invalid_arguments ? HALFLSB_UNSUPPORTED
                                                                                        : HALFLSB_FAILED;
  }
}

constexpr halflsb_target onednn_target(const char* name, int32_t type, uint32_t isa,
                                       int (*kernel)(const halflsb_conv2d_args*)) {
  halflsb_domain domain = conv2d_domain(type);
  domain.input_types |= 1u << HALFLSB_I8;  // of the weights
  domain.shift = {-60, 30};
  domain.per_channel = 1;
  return conv2d_target(name, "onednn", isa, kernel, domain);
}

constexpr auto kSse41 = dnnl::cpu_isa::sse41, kAvx = dnnl::cpu_isa::avx, kAvx2 = dnnl::cpu_isa::avx2;

constexpr std::array kTargets{
    onednn_target("onednn_s8_conv_avx2.accepted", HALFLSB_I8, HALFLSB_ISA_AVX2, onednn<true, kAvx2>),
    onednn_target("onednn_s8_conv_avx.accepted", HALFLSB_I8, HALFLSB_ISA_NONE, onednn<true, kAvx>),
    onednn_target("onednn_s8_conv_sse4.1.accepted", HALFLSB_I8, HALFLSB_ISA_NONE, onednn<true, kSse41>),
    onednn_target("onednn_s8_conv_plain", HALFLSB_I8, HALFLSB_ISA_AVX2, onednn<false, kAvx2>),
    onednn_target("onednn_u8_conv_avx2.accepted", HALFLSB_U8, HALFLSB_ISA_AVX2, onednn<true, kAvx2>),
    onednn_target("onednn_u8_conv_sse4.1.accepted", HALFLSB_U8, HALFLSB_ISA_NONE, onednn<true, kSse41>),
    onednn_target("onednn_u8_conv_plain", HALFLSB_U8, HALFLSB_ISA_AVX2, onednn<false, kAvx2>),
};

constexpr auto kPointers = pointers_to(kTargets);

}  // namespace

const halflsb_target* const* onednn_targets(size_t* count) {
  *count = kPointers.size();
  return kPointers.data();
}

}  // namespace halflsb::external
