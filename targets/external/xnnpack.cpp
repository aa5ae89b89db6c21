// XNNPACK's quantized operators, each on every instruction set. Convolutions, deconvolutions and fully connected layers requantize on x86 by
// the fp32 form, which is their contract; scales from 2^-32 to below 256 are what xnn_create_* takes. Kernels read up to XNN_EXTRA_BYTES past
// their inputs, as xnnpack.h says.
#include "targets/external/target.h"
#include "targets/external/xnnpack_kernels.h"

namespace halflsb::external {
namespace {

template <XnnpackIsa kIsa, XnnpackKernel kKernel>
int run(const halflsb_conv2d_args* args) {
  const Xnnpack* library = xnnpack(kIsa);
  return library == nullptr ? HALFLSB_UNSUPPORTED : kKernel(*library, *args);
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

constexpr halflsb_domain stride_1(halflsb_domain d) {
  d.stride = {1, 1};
  return d;
}

// The library's subconvolutions are not dilated.
constexpr halflsb_domain dense(halflsb_domain d) {
  d.stride = d.dilation = {1, 1};
  return d;
}

constexpr halflsb_domain sums_of_two(halflsb_domain d) {
  d = one_pixel(d);
  d.in_channels = {2, 2};
  d.out_channels = {1, 1};
  d.bias_types = 0;
  d.filter_zero_point = 0;
  return d;
}

constexpr halflsb_target target(const char* name, uint32_t needs, int (*kernel)(const halflsb_conv2d_args*),
                                const halflsb_domain& domain) {
  halflsb_target t = conv2d_target(name, "xnnpack_fp32", needs, kernel, domain);
  t.read_past = XNN_EXTRA_BYTES;
  return t;
}

// Addition rounds each scale to a multiplier of its own, which no scheme has. 0.6 LSB of the real sum is what the library's tests accept
// (google/XNNPACK, test/vadd-microkernel-tester.h); half an LSB for the rounding, the rest for the multipliers.
// Operands are the adapter's copies: nothing is read past the input.
constexpr halflsb_target sum_target(const char* name, uint32_t needs, int (*kernel)(const halflsb_conv2d_args*),
                                    const halflsb_domain& domain) {
  halflsb_target t = conv2d_target(name, nullptr, needs, kernel, sums_of_two(domain));
  t.tolerance = "3/5";
  return t;
}

constexpr halflsb_domain kS8 = convolutions(HALFLSB_I8), kU8 = convolutions(HALFLSB_U8);

#define HALFLSB_XNNPACK_TARGETS(isa, text, needs)                                                         \
  target("xnnpack_qs8_conv_" text, needs, run<XnnpackIsa::isa, xnnpack_conv_qs8>, kS8),                   \
      target("xnnpack_qc8_conv_" text, needs, run<XnnpackIsa::isa, xnnpack_conv_qc8>, per_channel(kS8)),  \
      target("xnnpack_qu8_conv_" text, needs, run<XnnpackIsa::isa, xnnpack_conv_qu8>, kU8),               \
      target("xnnpack_qs8_fc_" text, needs, run<XnnpackIsa::isa, xnnpack_fc_qs8>, one_pixel(kS8)),        \
      target("xnnpack_qu8_fc_" text, needs, run<XnnpackIsa::isa, xnnpack_fc_qu8>, one_pixel(kU8)),        \
      target("xnnpack_qs8_deconv_" text, needs, run<XnnpackIsa::isa, xnnpack_deconv_qs8>, stride_1(kS8)), \
      target("xnnpack_qu8_deconv_" text, needs, run<XnnpackIsa::isa, xnnpack_deconv_qu8>, stride_1(kU8)), \
      target("xnnpack_qs8_deconv2_" text, needs, run<XnnpackIsa::isa, xnnpack_deconv2_qs8>, dense(kS8)),  \
      target("xnnpack_qu8_deconv2_" text, needs, run<XnnpackIsa::isa, xnnpack_deconv2_qu8>, dense(kU8)),  \
      sum_target("xnnpack_qs8_add_" text, needs, run<XnnpackIsa::isa, xnnpack_add_qs8>, kS8),             \
      sum_target("xnnpack_qu8_add_" text, needs, run<XnnpackIsa::isa, xnnpack_add_qu8>, kU8)

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
