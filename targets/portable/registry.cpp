#include "targets/portable/registry.h"

#include <array>

#include "targets/abi/describe.h"
#include "targets/portable/domains.h"
#include "targets/portable/kernels.h"

namespace halflsb::portable {
namespace {

constexpr const char* kGlow = "glow";
constexpr const char* kDouble = "tflite_double_rounding";
constexpr const char* kSingle = "tflite_single_rounding";
constexpr uint32_t kNone = HALFLSB_ISA_NONE;
constexpr uint32_t kAvx2 = HALFLSB_ISA_AVX2;

constexpr halflsb_domain kGlowSums = requantize_glow_domain();
constexpr halflsb_domain kQ31Sums = requantize_q31_domain();
constexpr halflsb_domain kGlowPerTensor = conv2d_glow_domain(false);
constexpr halflsb_domain kGlowPerChannel = conv2d_glow_domain(true);
constexpr halflsb_domain kQ31PerChannel = conv2d_q31_domain();

constexpr std::array kTargets{
    requantize_target("requantize_glow_scalar", kGlow, kNone, requantize_glow_scalar, kGlowSums),
    requantize_target("requantize_glow_avx2", kGlow, kAvx2, requantize_glow_avx2, kGlowSums),
    requantize_target("requantize_tflite_double_scalar", kDouble, kNone, requantize_tflite_double_scalar, kQ31Sums),
    requantize_target("requantize_tflite_single_scalar", kSingle, kNone, requantize_tflite_single_scalar, kQ31Sums),
    conv2d_target("conv2d_glow_scalar", kGlow, kNone, conv2d_glow_scalar, kGlowPerTensor),
    conv2d_target("conv2d_glow_per_channel", kGlow, kNone, conv2d_glow_per_channel, kGlowPerChannel),
    conv2d_target("conv2d_glow_avx2", kGlow, kAvx2, conv2d_glow_avx2, kGlowPerChannel),
    conv2d_target("conv2d_tflite", kDouble, kNone, conv2d_tflite, kQ31PerChannel),
    conv2d_target("conv2d_tflite_single", kSingle, kNone, conv2d_tflite_single, kQ31PerChannel),
    conv2d_target("conv2d_tflite_avx2", kDouble, kAvx2, conv2d_tflite_avx2, kQ31PerChannel),
};

constexpr auto kPointers = pointers_to(kTargets);

}  // namespace

const halflsb_target* const* portable_targets(size_t* count) {
  *count = kPointers.size();
  return kPointers.data();
}

}  // namespace halflsb::portable
