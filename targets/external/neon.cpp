// The NEON kernels on the build machine, through SIMDe.
#include "targets/external/neon_kernels.h"
#include "targets/external/target.h"

namespace halflsb::external {
namespace {

constexpr halflsb_target neon_target(const char* name, const char* scheme, halflsb_range multiplier,
                                     int (*kernel)(const halflsb_requantize_args*)) {
  halflsb_target t = requantize(name, scheme, HALFLSB_ISA_NONE, kernel);
  t.domain.multiplier = multiplier;
  t.domain.shift = {-31, 0};
  t.domain.zero_point = {-128, 127};
  t.domain.output_types = 1u << HALFLSB_I8;
  return t;
}

constexpr std::array kTargets{
    neon_target("neon_tflite_double", "tflite_double_rounding", kAnyInt32, requantize_neon<tflite_double>),
    neon_target("neon_rndnu", "xnnpack_rndnu", {1 << 30, INT32_MAX}, requantize_neon<rndnu>)};
constexpr std::array<const halflsb_target*, kTargets.size()> kPointers{&kTargets[0], &kTargets[1]};

}  // namespace

const halflsb_target* const* neon_targets(size_t* count) {
  *count = kPointers.size();
  return kPointers.data();
}

}  // namespace halflsb::external
