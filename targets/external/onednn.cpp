// oneDNN's int8 operations: source s8 or u8, weights s8, per-tensor or per-channel factors as output scales; the
// destination has the source's type where the name says nothing else.
// Contract: what its reference kernels compute, the scheme onednn. Its documentation ("Nuances of int8 computations")
// says that with AVX2 and without VNNI the optimized kernels halve weights for signed sources (convolution alone) and
// may saturate sums of two products in 16 bits: a limit on the data, which no domain here expresses, so that they are
// `accepted` alone.
#include "targets/external/onednn.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "targets/external/target.h"

namespace halflsb::external {
namespace {

using Isa = dnnl::cpu_isa;
using Type = OnednnType;

// The instruction set can be limited once per process, before anything else is done, and threads are of no use here.
bool set_up(Isa isa) {
  static const Isa first = isa;
  static const bool limited = [] {
    if (const auto threads = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"))) threads(1);
    return dnnl::set_max_cpu_isa(first) == dnnl::status::success;
  }();
  return limited && first == isa;
}

// A clamp to less than the type is not oneDNN's: such output ranges are refused.
bool is_whole(const halflsb_conv2d_args& a, Type type) {
  if (type == Type::s8) return a.output_min == INT8_MIN && a.output_max == INT8_MAX;
  if (type == Type::u8) return a.output_min == 0 && a.output_max == UINT8_MAX;
  return a.output_min == INT32_MIN && a.output_max == INT32_MAX;
}

// What is left to do to a float destination: each step is exact.
template <class T>
void quantize(const std::vector<float>& values, const halflsb_conv2d_args& a) {
  auto* output = static_cast<T*>(a.output);
  for (const float value : values) {
    const double rounded = std::clamp<double>(std::nearbyint(value), INT32_MIN, INT32_MAX);
    *output++ = static_cast<T>(std::clamp<double>(rounded + a.output_zero_point, a.output_min, a.output_max));
  }
}

using Operation = void (*)(const OnednnCall&);

void run_to_float(Operation operation, const halflsb_conv2d_args& a, bool optimized) {
  std::vector<float> values(static_cast<size_t>(a.batch) * static_cast<size_t>(a.out_height) *
                            static_cast<size_t>(a.out_width) * static_cast<size_t>(a.out_channels));
  operation({a, Type::f32, values.data(), optimized});
  switch (a.output_type) {
    case HALFLSB_I8: return quantize<int8_t>(values, a);
    case HALFLSB_U8: return quantize<uint8_t>(values, a);
    case HALFLSB_I16: return quantize<int16_t>(values, a);
    default: return quantize<int32_t>(values, a);
  }
}

template <Operation kOperation, Type kSource, Type kDestination, bool kOptimized, Isa kIsa>
int run(const halflsb_conv2d_args* a) {
  const int32_t input_type = kSource == Type::u8 ? HALFLSB_U8 : HALFLSB_I8;
  if (a->input_type != input_type || a->filter_type != HALFLSB_I8) return HALFLSB_UNSUPPORTED;
  if (kDestination != Type::f32 && !is_whole(*a, kDestination)) return HALFLSB_UNSUPPORTED;
  if (!set_up(kIsa)) return HALFLSB_UNSUPPORTED;
  try {
    if (kDestination == Type::f32) {
      run_to_float(kOperation, *a, kOptimized);
    } else {
      kOperation({*a, kDestination, a->output, kOptimized});
    }
    return HALFLSB_OK;
  } catch (const dnnl::error& error) {
    return error.status == dnnl_unimplemented || error.status == dnnl_invalid_arguments ? HALFLSB_UNSUPPORTED
                                                                                        : HALFLSB_FAILED;
  }
}

template <Operation kOperation>
constexpr halflsb_domain domain_of(Type source, Type destination) {
  halflsb_domain d = conv2d_domain(source == Type::u8 ? HALFLSB_U8 : HALFLSB_I8);
  d.input_types |= 1u << HALFLSB_I8;  // of the weights
  d.shift = {-60, 30};
  d.per_channel = 1;
  switch (destination) {
    case Type::s8: d.output_types = 1u << HALFLSB_I8, d.zero_point = {-128, 127}; break;
    case Type::u8: d.output_types = 1u << HALFLSB_U8, d.zero_point = {0, 255}; break;
    case Type::s32: d.output_types = 1u << HALFLSB_I32, d.zero_point = kAnyInt32; break;
    default: d.output_types = kAllTypes, d.zero_point = kAnyInt32; break;
  }
  if (kOperation == onednn_convolution) return d;
  d.kernel = d.stride = d.dilation = d.groups = {1, 1};
  d.pad = {0, 0};
  if (kOperation == onednn_matmul) d.filter_zero_point = 1;
  if (kOperation == onednn_inner_product && destination != Type::f32) d.zero_point = {0, 0};
  return d;
}

// The ABI has no float output: this adapter rounds a float destination, then adds the zero point, as onnx_qlinear does.
template <Operation kOperation, Type kSource, Type kDestination, bool kOptimized, Isa kIsa>
constexpr halflsb_target target(const char* name) {
  return conv2d_target(name, kDestination == Type::f32 ? "onnx_qlinear" : "onednn",
                       kIsa == Isa::avx2 ? HALFLSB_ISA_AVX2 : HALFLSB_ISA_NONE,
                       run<kOperation, kSource, kDestination, kOptimized, kIsa>,
                       domain_of<kOperation>(kSource, kDestination));
}

#define HALFLSB_ONEDNN_TARGET(operation, source, destination, name, optimized, isa) \
  target<onednn_##operation, Type::source, Type::destination, optimized, Isa::isa>("onednn_" #source "_" name)

// Of one operation, one source and one destination: the plain kernels, and the optimized ones.
#define HALFLSB_ONEDNN_BOTH(operation, source, destination, name)                    \
  HALFLSB_ONEDNN_TARGET(operation, source, destination, name "_plain", false, avx2), \
      HALFLSB_ONEDNN_TARGET(operation, source, destination, name "_avx2.accepted", true, avx2)

// The documentation says that nothing saturates without AVX2.
#define HALFLSB_ONEDNN_ROWS(operation, source, other, name)                              \
  HALFLSB_ONEDNN_BOTH(operation, source, source, name),                                  \
      HALFLSB_ONEDNN_TARGET(operation, source, source, name "_avx", true, avx),          \
      HALFLSB_ONEDNN_TARGET(operation, source, source, name "_sse4.1", true, sse41),     \
      HALFLSB_ONEDNN_BOTH(operation, source, other, name "_to_" #other),                 \
      HALFLSB_ONEDNN_BOTH(operation, source, s32, name "_to_s32"),                       \
      HALFLSB_ONEDNN_TARGET(operation, source, s32, name "_to_s32_sse4.1", true, sse41), \
      HALFLSB_ONEDNN_BOTH(operation, source, f32, name "_to_f32"),                       \
      HALFLSB_ONEDNN_TARGET(operation, source, f32, name "_to_f32_sse4.1", true, sse41)

#define HALFLSB_ONEDNN_CONVOLUTIONS(source, other)                                             \
  HALFLSB_ONEDNN_BOTH(convolution, source, source, "conv"),                                    \
      HALFLSB_ONEDNN_TARGET(convolution, source, source, "conv_avx.accepted", true, avx),      \
      HALFLSB_ONEDNN_TARGET(convolution, source, source, "conv_sse4.1.accepted", true, sse41), \
      HALFLSB_ONEDNN_BOTH(convolution, source, other, "conv_to_" #other),                      \
      HALFLSB_ONEDNN_BOTH(convolution, source, s32, "conv_to_s32"),                            \
      HALFLSB_ONEDNN_BOTH(convolution, source, f32, "conv_to_f32")

constexpr std::array kTargets{
    HALFLSB_ONEDNN_CONVOLUTIONS(s8, u8),
    HALFLSB_ONEDNN_CONVOLUTIONS(u8, s8),
    HALFLSB_ONEDNN_ROWS(inner_product, s8, u8, "inner_product"),
    HALFLSB_ONEDNN_ROWS(inner_product, u8, s8, "inner_product"),
    HALFLSB_ONEDNN_ROWS(matmul, s8, u8, "matmul"),
    HALFLSB_ONEDNN_ROWS(matmul, u8, s8, "matmul"),
};

constexpr auto kPointers = pointers_to(kTargets);

}  // namespace

const halflsb_target* const* onednn_targets(size_t* count) {
  *count = kPointers.size();
  return kPointers.data();
}

}  // namespace halflsb::external
