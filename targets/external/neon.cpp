// The NEON kernels on the build machine, through SIMDe.
#include "targets/external/neon_kernels.h"
#include "targets/external/target.h"

namespace halflsb::external {
namespace {

constexpr halflsb_domain int8_domain(halflsb_range multiplier, halflsb_range shift) {
  halflsb_domain d{};
  d.multiplier = multiplier;
  d.shift = shift;
  d.zero_point = {-128, 127};
  d.output_types = 1u << HALFLSB_I8;
  return d;
}

constexpr std::array kTargets{
    requantize_target("neon_tflite_double", "tflite_double_rounding", HALFLSB_ISA_NONE, requantize_neon<tflite_double>,
                      int8_domain(kAnyInt32, {-31, 0})),
    requantize_target("neon_tflite_double.accepted", "tflite_double_rounding", HALFLSB_ISA_NONE,
                      requantize_neon<tflite_double>, int8_domain(kAnyInt32, {-31, 30})),
    requantize_target("neon_rndnu", "xnnpack_rndnu", HALFLSB_ISA_NONE, requantize_neon<rndnu>,
                      int8_domain({1 << 30, INT32_MAX}, {-31, 30}))};
constexpr auto kPointers = pointers_to(kTargets);

}  // namespace

const halflsb_target* const* neon_targets(size_t* count) {
  *count = kPointers.size();
  return kPointers.data();
}

}  // namespace halflsb::external
