// XNNPACK's quantized convolution and fully connected operators. On x86 they requantize by the fp32 form, which is the contract; scales from
// 2^-32 to below 256 are what xnn_create_* takes. Its kernels read up to XNN_EXTRA_BYTES past their inputs, as xnnpack.h says.
#include <array>
#include <vector>

#include "targets/external/folded_bias.h"
#include "targets/external/target.h"
#include "targets/external/xnnpack_library.h"

namespace halflsb::external {
namespace {

size_t of(int32_t size) { return static_cast<size_t>(size); }
uint32_t bits(int32_t size) { return static_cast<uint32_t>(size); }

// The requantization scale is input scale * kernel scale / output scale in float32: with the factor as the kernel's, it is the factor.
float factor(const halflsb_rescale& rescale) { return static_cast<float>(rescale.factor); }

struct Operator {
  const Xnnpack* library;
  xnn_operator_t op = nullptr;
  ~Operator() {
    if (op != nullptr) library->free(op);
  }
};

template <class T>
int run(const Operator& op, xnn_status created,
        xnn_status (*setup)(xnn_operator_t, size_t, const T*, T*, pthreadpool_t), size_t batch,
        const halflsb_conv2d_args& a) {
  if (created != xnn_status_success) return HALFLSB_UNSUPPORTED;
  if (setup(op.op, batch, static_cast<const T*>(a.input), static_cast<T*>(a.output), nullptr) != xnn_status_success) {
    return HALFLSB_FAILED;
  }
  return op.library->run(op.op, nullptr) == xnn_status_success ? HALFLSB_OK : HALFLSB_FAILED;
}

template <class T>
int run(const Operator& op, xnn_status created,
        xnn_status (*setup)(xnn_operator_t, size_t, size_t, size_t, const T*, T*, pthreadpool_t),
        const halflsb_conv2d_args& a) {
  if (created != xnn_status_success) return HALFLSB_UNSUPPORTED;
  const xnn_status status = setup(op.op, of(a.batch), of(a.in_height), of(a.in_width), static_cast<const T*>(a.input),
                                  static_cast<T*>(a.output), nullptr);
  if (status != xnn_status_success) return HALFLSB_FAILED;
  return op.library->run(op.op, nullptr) == xnn_status_success ? HALFLSB_OK : HALFLSB_FAILED;
}

// create(the arguments that all three kinds have first), then those that differ.
template <class Create, class... Rest>
xnn_status create(Create function, const halflsb_conv2d_args& a, Rest... rest) {
  return function(bits(a.pad_top), bits(a.pad_right), bits(a.pad_bottom), bits(a.pad_left), bits(a.kernel_height),
                  bits(a.kernel_width), bits(a.stride_height), bits(a.stride_width), bits(a.dilation_height),
                  bits(a.dilation_width), bits(a.groups), of(a.in_channels / a.groups), of(a.out_channels / a.groups),
                  of(a.in_channels), of(a.out_channels), rest...);
}

int8_t s8(int32_t value) { return static_cast<int8_t>(value); }
uint8_t u8(int32_t value) { return static_cast<uint8_t>(value); }

template <XnnpackIsa kIsa>
int conv_qs8(const halflsb_conv2d_args* a) {
  Operator op{xnnpack(kIsa)};
  if (op.library == nullptr) return HALFLSB_UNSUPPORTED;
  const std::vector<int32_t> bias = folded_bias(*a);
  const int32_t* const bias_or_null = bias.empty() ? nullptr : bias.data();
  const xnn_status created = create(op.library->create_qs8, *a, s8(a->input_zero_point), 1.0F, factor(*a->rescale),
                                    static_cast<const int8_t*>(a->filter), bias_or_null, s8(a->output_zero_point), 1.0F,
                                    s8(a->output_min), s8(a->output_max), 0U, &op.op);
  return run(op, created, op.library->setup_qs8, *a);
}

template <XnnpackIsa kIsa>
int conv_qc8(const halflsb_conv2d_args* a) {
  Operator op{xnnpack(kIsa)};
  if (op.library == nullptr) return HALFLSB_UNSUPPORTED;
  const std::vector<int32_t> bias = folded_bias(*a);
  const int32_t* const bias_or_null = bias.empty() ? nullptr : bias.data();
  std::vector<float> scales;
  for (int32_t o = 0; o < a->out_channels; ++o) scales.push_back(factor(a->rescale[a->rescale_per_channel ? o : 0]));
  const xnn_status created = create(op.library->create_qc8, *a, s8(a->input_zero_point), 1.0F, scales.data(),
                                    static_cast<const int8_t*>(a->filter), bias_or_null, s8(a->output_zero_point), 1.0F,
                                    s8(a->output_min), s8(a->output_max), 0U, &op.op);
  return run(op, created, op.library->setup_qc8, *a);
}

template <XnnpackIsa kIsa>
int conv_qu8(const halflsb_conv2d_args* a) {
  Operator op{xnnpack(kIsa)};
  if (op.library == nullptr) return HALFLSB_UNSUPPORTED;
  const std::vector<int32_t> bias = folded_bias(*a);
  const int32_t* const bias_or_null = bias.empty() ? nullptr : bias.data();
  const xnn_status created =
      create(op.library->create_qu8, *a, u8(a->input_zero_point), 1.0F, u8(*a->filter_zero_point), factor(*a->rescale),
             static_cast<const uint8_t*>(a->filter), bias_or_null, u8(a->output_zero_point), 1.0F, u8(a->output_min),
             u8(a->output_max), 0U, &op.op);
  return run(op, created, op.library->setup_qu8, *a);
}

// Every pixel is a row of the batch.
template <XnnpackIsa kIsa>
int fully_connected_qs8(const halflsb_conv2d_args* a) {
  Operator op{xnnpack(kIsa)};
  if (op.library == nullptr || a->groups != 1) return HALFLSB_UNSUPPORTED;
  const std::vector<int32_t> bias = folded_bias(*a);
  const int32_t* const bias_or_null = bias.empty() ? nullptr : bias.data();
  const xnn_status created = op.library->create_fc_qs8(
      of(a->in_channels), of(a->out_channels), of(a->in_channels), of(a->out_channels), s8(a->input_zero_point), 1.0F,
      factor(*a->rescale), static_cast<const int8_t*>(a->filter), bias_or_null, s8(a->output_zero_point), 1.0F,
      s8(a->output_min), s8(a->output_max), 0U, &op.op);
  return run(op, created, op.library->setup_fc_qs8, of(a->batch) * of(a->in_height) * of(a->in_width), *a);
}

template <XnnpackIsa kIsa>
int fully_connected_qu8(const halflsb_conv2d_args* a) {
  Operator op{xnnpack(kIsa)};
  if (op.library == nullptr || a->groups != 1) return HALFLSB_UNSUPPORTED;
  const std::vector<int32_t> bias = folded_bias(*a);
  const int32_t* const bias_or_null = bias.empty() ? nullptr : bias.data();
  const xnn_status created = op.library->create_fc_qu8(
      of(a->in_channels), of(a->out_channels), of(a->in_channels), of(a->out_channels), u8(a->input_zero_point), 1.0F,
      u8(*a->filter_zero_point), factor(*a->rescale), static_cast<const uint8_t*>(a->filter), bias_or_null,
      u8(a->output_zero_point), 1.0F, u8(a->output_min), u8(a->output_max), 0U, &op.op);
  return run(op, created, op.library->setup_fc_qu8, of(a->batch) * of(a->in_height) * of(a->in_width), *a);
}

constexpr halflsb_target target_of(const char* name, uint32_t isa, int32_t type,
                                   int (*kernel)(const halflsb_conv2d_args*)) {
  halflsb_target t = conv2d(name, "xnnpack_fp32", isa, type, kernel);
  t.read_past = XNN_EXTRA_BYTES;
  t.domain.shift = {-31, 8};
  t.domain.filter_zero_point = type == HALFLSB_U8 ? 1 : 0;
  return t;
}

constexpr halflsb_target per_channel(halflsb_target t) {
  t.domain.per_channel = 1;
  return t;
}

constexpr halflsb_target one_pixel(halflsb_target t) {
  t.domain.kernel = t.domain.stride = t.domain.dilation = t.domain.groups = {1, 1};
  t.domain.pad = {0, 0};
  return t;
}

#define HALFLSB_XNNPACK_TARGETS(isa, text, needs)                                                            \
  target_of("xnnpack_qs8_conv_" text, needs, HALFLSB_I8, conv_qs8<XnnpackIsa::isa>),                         \
      per_channel(target_of("xnnpack_qc8_conv_" text, needs, HALFLSB_I8, conv_qc8<XnnpackIsa::isa>)),        \
      target_of("xnnpack_qu8_conv_" text, needs, HALFLSB_U8, conv_qu8<XnnpackIsa::isa>),                     \
      one_pixel(target_of("xnnpack_qs8_fc_" text, needs, HALFLSB_I8, fully_connected_qs8<XnnpackIsa::isa>)), \
      one_pixel(target_of("xnnpack_qu8_fc_" text, needs, HALFLSB_U8, fully_connected_qu8<XnnpackIsa::isa>))

constexpr std::array kTargets{
    HALFLSB_XNNPACK_TARGETS(avx2, "avx2", HALFLSB_ISA_AVX2), HALFLSB_XNNPACK_TARGETS(avx, "avx", HALFLSB_ISA_NONE),
    HALFLSB_XNNPACK_TARGETS(sse41, "sse4.1", HALFLSB_ISA_NONE),
    HALFLSB_XNNPACK_TARGETS(ssse3, "ssse3", HALFLSB_ISA_NONE), HALFLSB_XNNPACK_TARGETS(sse2, "sse2", HALFLSB_ISA_NONE)};

constexpr auto kPointers = [] {
  std::array<const halflsb_target*, kTargets.size()> pointers{};
  for (size_t i = 0; i < pointers.size(); ++i) pointers[i] = &kTargets[i];
  return pointers;
}();

}  // namespace

const halflsb_target* const* xnnpack_targets(size_t* count) {
  *count = kPointers.size();
  return kPointers.data();
}

}  // namespace halflsb::external
