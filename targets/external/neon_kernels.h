// Requantization kernels of ours in NEON intrinsics, as an ARM port would have them: compiled for AArch64, or for the build machine through
// SIMDe. int8 output, reached by two saturating narrowings. tflite_double takes shifts up to 0 alone: vshlq drops what a left shift moves
// out, as TFLite's own port does.
#pragma once

#if defined(__aarch64__)
#include <arm_neon.h>
#else
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/arm/neon.h>
#endif

#include <algorithm>
#include <array>

#include "targets/abi/target.h"

namespace halflsb::external {

// Four rescaled accumulators, before the zero point.
using Rescale = int32x4_t (*)(int32x4_t accumulator, const halflsb_rescale& rescale);

// vrshlq rounds ties up; an arithmetic shift of the sign turns the negative ones into ties away.
inline int32x4_t tflite_double(int32x4_t x, const halflsb_rescale& r) {
  const int32x4_t left = vdupq_n_s32(std::max(r.shift, 0)), right = vdupq_n_s32(std::min(r.shift, 0));
  const int32x4_t high = vqrdmulhq_s32(vshlq_s32(x, left), vdupq_n_s32(r.multiplier));
  const int32x4_t fixup = vshrq_n_s32(vandq_s32(high, right), 31);
  return vrshlq_s32(vqaddq_s32(high, fixup), right);
}

inline int32x4_t rndnu(int32x4_t x, const halflsb_rescale& r) {
  const int32_t post = std::max(-r.shift, 1);
  const int32x4_t shifted = vqshlq_s32(x, vdupq_n_s32(post + r.shift));
  return vrshlq_s32(vqdmulhq_s32(shifted, vdupq_n_s32(r.multiplier)), vdupq_n_s32(-post));
}

template <Rescale rescale>
int requantize_neon(const halflsb_requantize_args* args) {
  constexpr size_t kLanes = 8;
  const int8x8_t lowest = vdup_n_s8(static_cast<int8_t>(args->output_min));
  const int8x8_t highest = vdup_n_s8(static_cast<int8_t>(args->output_max));
  const int16x8_t zero_point = vdupq_n_s16(static_cast<int16_t>(args->zero_point));
  for (size_t done = 0; done < args->count; done += kLanes) {
    const size_t n = std::min(kLanes, args->count - done);
    std::array<int32_t, kLanes> in{};
    std::copy_n(args->accumulator + done, n, in.begin());
    const int32x4_t low = rescale(vld1q_s32(in.data()), args->rescale);
    const int32x4_t high = rescale(vld1q_s32(in.data() + 4), args->rescale);
    const int16x8_t narrow = vqaddq_s16(vcombine_s16(vqmovn_s32(low), vqmovn_s32(high)), zero_point);
    std::array<int8_t, kLanes> out{};
    vst1_s8(out.data(), vmin_s8(vmax_s8(vqmovn_s16(narrow), lowest), highest));
    std::copy_n(out.begin(), n, static_cast<int8_t*>(args->output) + done);
  }
  return HALFLSB_OK;
}

}  // namespace halflsb::external
