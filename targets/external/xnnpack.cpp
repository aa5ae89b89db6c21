// XNNPACK's quantized convolution and fully connected operators. On x86 they requantize by the fp32 form, which is the contract; scales from
// 2^-32 to below 256 are what xnn_create_* takes. Its kernels read up to XNN_EXTRA_BYTES past their inputs, as xnnpack.h says.
#include <vector>

#include "targets/external/folded_bias.h"
#include "targets/external/target.h"
#include "targets/external/xnnpack_library.h"

namespace halflsb::external {
namespace {

// What the functions below are given.
struct Call {
  const Xnnpack& library;
  const halflsb_conv2d_args& args;
  const int32_t* bias;
  xnn_operator_t op = nullptr;
};

size_t of(int32_t size) { return static_cast<size_t>(size); }
uint32_t bits(int32_t size) { return static_cast<uint32_t>(size); }
int8_t s8(int32_t value) { return static_cast<int8_t>(value); }
uint8_t u8(int32_t value) { return static_cast<uint8_t>(value); }

// The requantization scale is input scale * kernel scale / output scale in float32: with the factor as the kernel's, it is the factor.
float factor(const halflsb_rescale& rescale) { return static_cast<float>(rescale.factor); }

// `function` with the arguments that all three kinds have first, then those that differ.
template <class Function, class... Rest>
xnn_status create_convolution(Call& call, Function function, Rest... rest) {
  const halflsb_conv2d_args& a = call.args;
  return function(bits(a.pad_top), bits(a.pad_right), bits(a.pad_bottom), bits(a.pad_left), bits(a.kernel_height),
                  bits(a.kernel_width), bits(a.stride_height), bits(a.stride_width), bits(a.dilation_height),
                  bits(a.dilation_width), bits(a.groups), of(a.in_channels / a.groups), of(a.out_channels / a.groups),
                  of(a.in_channels), of(a.out_channels), rest..., 0U, &call.op);
}

template <class T>
xnn_status set_up_convolution(const Call& call, xnn_status (*function)(xnn_operator_t, size_t, size_t, size_t, const T*,
                                                                       T*, pthreadpool_t)) {
  const halflsb_conv2d_args& a = call.args;
  return function(call.op, of(a.batch), of(a.in_height), of(a.in_width), static_cast<const T*>(a.input),
                  static_cast<T*>(a.output), nullptr);
}

// Every pixel is a row of the batch.
template <class T>
xnn_status set_up_rows(const Call& call, xnn_status (*function)(xnn_operator_t, size_t, const T*, T*, pthreadpool_t)) {
  const halflsb_conv2d_args& a = call.args;
  return function(call.op, of(a.batch) * of(a.in_height) * of(a.in_width), static_cast<const T*>(a.input),
                  static_cast<T*>(a.output), nullptr);
}

xnn_status create_conv_qs8(Call& c) {
  const halflsb_conv2d_args& a = c.args;
  return create_convolution(c, c.library.create_convolution2d_nhwc_qs8, s8(a.input_zero_point), 1.0F,
                            factor(*a.rescale), static_cast<const int8_t*>(a.filter), c.bias, s8(a.output_zero_point),
                            1.0F, s8(a.output_min), s8(a.output_max));
}

xnn_status create_conv_qc8(Call& c) {
  const halflsb_conv2d_args& a = c.args;
  std::vector<float> scales;
  for (int32_t o = 0; o < a.out_channels; ++o) scales.push_back(factor(a.rescale[a.rescale_per_channel ? o : 0]));
  return create_convolution(c, c.library.create_convolution2d_nhwc_qc8, s8(a.input_zero_point), 1.0F, scales.data(),
                            static_cast<const int8_t*>(a.filter), c.bias, s8(a.output_zero_point), 1.0F,
                            s8(a.output_min), s8(a.output_max));
}

xnn_status create_conv_qu8(Call& c) {
  const halflsb_conv2d_args& a = c.args;
  return create_convolution(c, c.library.create_convolution2d_nhwc_qu8, u8(a.input_zero_point), 1.0F,
                            u8(*a.filter_zero_point), factor(*a.rescale), static_cast<const uint8_t*>(a.filter), c.bias,
                            u8(a.output_zero_point), 1.0F, u8(a.output_min), u8(a.output_max));
}

xnn_status create_fc_qs8(Call& c) {
  const halflsb_conv2d_args& a = c.args;
  return c.library.create_fully_connected_nc_qs8(of(a.in_channels), of(a.out_channels), of(a.in_channels),
                                                 of(a.out_channels), s8(a.input_zero_point), 1.0F, factor(*a.rescale),
                                                 static_cast<const int8_t*>(a.filter), c.bias, s8(a.output_zero_point),
                                                 1.0F, s8(a.output_min), s8(a.output_max), 0U, &c.op);
}

xnn_status create_fc_qu8(Call& c) {
  const halflsb_conv2d_args& a = c.args;
  return c.library.create_fully_connected_nc_qu8(
      of(a.in_channels), of(a.out_channels), of(a.in_channels), of(a.out_channels), u8(a.input_zero_point), 1.0F,
      u8(*a.filter_zero_point), factor(*a.rescale), static_cast<const uint8_t*>(a.filter), c.bias,
      u8(a.output_zero_point), 1.0F, u8(a.output_min), u8(a.output_max), 0U, &c.op);
}

xnn_status set_up_conv_qs8(const Call& c) { return set_up_convolution(c, c.library.setup_convolution2d_nhwc_qs8); }
xnn_status set_up_conv_qc8(const Call& c) { return set_up_convolution(c, c.library.setup_convolution2d_nhwc_qc8); }
xnn_status set_up_conv_qu8(const Call& c) { return set_up_convolution(c, c.library.setup_convolution2d_nhwc_qu8); }
xnn_status set_up_fc_qs8(const Call& c) { return set_up_rows(c, c.library.setup_fully_connected_nc_qs8); }
xnn_status set_up_fc_qu8(const Call& c) { return set_up_rows(c, c.library.setup_fully_connected_nc_qu8); }

// One kernel on one instruction set. What cannot be created is what the library refuses.
template <XnnpackIsa kIsa, xnn_status (*kCreate)(Call&), xnn_status (*kSetUp)(const Call&)>
int run(const halflsb_conv2d_args* args) {
  const Xnnpack* library = xnnpack(kIsa);
  if (library == nullptr) return HALFLSB_UNSUPPORTED;
  const std::vector<int32_t> bias = folded_bias(*args);
  Call call{*library, *args, bias.empty() ? nullptr : bias.data()};
  if (kCreate(call) != xnn_status_success) return HALFLSB_UNSUPPORTED;
  const bool done = kSetUp(call) == xnn_status_success && library->run_operator(call.op, nullptr) == xnn_status_success;
  library->delete_operator(call.op);
  return done ? HALFLSB_OK : HALFLSB_FAILED;
}

constexpr halflsb_domain convolutions(int32_t type) {
  halflsb_domain d = conv2d_domain(type);
  d.shift = {-31, 8};
  d.filter_zero_point = type == HALFLSB_U8 ? 1 : 0;
  return d;
}

constexpr halflsb_domain per_channel(halflsb_domain d) {
  d.per_channel = 1;
  return d;
}

constexpr halflsb_domain one_pixel(halflsb_domain d) {
  d.kernel = d.stride = d.dilation = d.groups = {1, 1};
  d.pad = {0, 0};
  return d;
}

constexpr halflsb_target target(const char* name, uint32_t needs, int (*kernel)(const halflsb_conv2d_args*),
                                const halflsb_domain& domain) {
  halflsb_target t = conv2d_target(name, "xnnpack_fp32", needs, kernel, domain);
  t.read_past = XNN_EXTRA_BYTES;
  return t;
}

constexpr halflsb_domain kS8 = convolutions(HALFLSB_I8), kU8 = convolutions(HALFLSB_U8);

#define HALFLSB_XNNPACK_TARGETS(isa, text, needs)                                                                \
  target("xnnpack_qs8_conv_" text, needs, run<XnnpackIsa::isa, create_conv_qs8, set_up_conv_qs8>, kS8),          \
      target("xnnpack_qc8_conv_" text, needs, run<XnnpackIsa::isa, create_conv_qc8, set_up_conv_qc8>,            \
             per_channel(kS8)),                                                                                  \
      target("xnnpack_qu8_conv_" text, needs, run<XnnpackIsa::isa, create_conv_qu8, set_up_conv_qu8>, kU8),      \
      target("xnnpack_qs8_fc_" text, needs, run<XnnpackIsa::isa, create_fc_qs8, set_up_fc_qs8>, one_pixel(kS8)), \
      target("xnnpack_qu8_fc_" text, needs, run<XnnpackIsa::isa, create_fc_qu8, set_up_fc_qu8>, one_pixel(kU8))

constexpr std::array kTargets{
    HALFLSB_XNNPACK_TARGETS(avx2, "avx2", HALFLSB_ISA_AVX2), HALFLSB_XNNPACK_TARGETS(avx, "avx", HALFLSB_ISA_NONE),
    HALFLSB_XNNPACK_TARGETS(sse41, "sse4.1", HALFLSB_ISA_NONE),
    HALFLSB_XNNPACK_TARGETS(ssse3, "ssse3", HALFLSB_ISA_NONE), HALFLSB_XNNPACK_TARGETS(sse2, "sse2", HALFLSB_ISA_NONE)};

constexpr auto kPointers = pointers_to(kTargets);

}  // namespace

const halflsb_target* const* xnnpack_targets(size_t* count) {
  *count = kPointers.size();
  return kPointers.data();
}

}  // namespace halflsb::external
