// The float32 schemes as small steps that a fault can replace one at a time: a fault derives from a scheme with itself as Self. Unreplaced,
// each equals its definition for every int32 accumulator: float32 operations round to nearest even, and nothing here fuses two of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "targets/seeded/base/requantize.h"

namespace halflsb::seeded {

// xnnpack_fp32: to_int(float(N) * factor), ties to even, saturated to int32.
template <typename Self>
struct Fp32Steps {
  static bool valid(const halflsb_rescale& r) { return std::isfinite(r.factor) && r.factor > 0; }

  static int64_t rescale(int32_t n, const halflsb_rescale& r) { return Self::to_integer(Self::product(n, r)); }
  static float product(int32_t n, const halflsb_rescale& r) {
    return static_cast<float>(n) * static_cast<float>(r.factor);
  }
  static int64_t to_integer(float value) {
    if (value >= 0x1p31f) return kMax;
    if (value <= -0x1p31f) return kMin;
    return static_cast<int64_t>(std::nearbyint(value));
  }
};

struct Fp32 : Fp32Steps<Fp32> {};

// onednn: to_int(float(N) * factor + zero point): the zero point is added before rounding, as a float.
template <typename Self>
struct OnednnKernel : RequantizeKernel<Self, Fp32> {
  using RequantizeKernel<Self, Fp32>::RequantizeKernel;

  int32_t output(int32_t n) const {
    const float product = Fp32::product(n, this->a.rescale);
    return this->self().saturated(product + static_cast<float>(this->a.zero_point));
  }
  int32_t saturated(float value) const { return this->clamped(Fp32::to_integer(value)); }
};

struct PlainOnednn : OnednnKernel<PlainOnednn> {
  using OnednnKernel::OnednnKernel;
};

// Factors from 2^-32 to 2^31.
constexpr halflsb_domain float32_domain() {
  halflsb_domain d = ideal_domain();
  d.shift = {-31, 31};
  return d;
}

constexpr halflsb_target requantize_float32(const char* name, const char* scheme, const char* defect,
                                            RequantizeFunction function) {
  halflsb_target t = requantize_target(name, defect, function);
  t.scheme = scheme;
  t.domain = float32_domain();
  return t;
}

constexpr halflsb_target requantize_fp32(const char* name, const char* defect, RequantizeFunction function) {
  return requantize_float32(name, "xnnpack_fp32", defect, function);
}

constexpr halflsb_target requantize_onednn(const char* name, const char* defect, RequantizeFunction function) {
  return requantize_float32(name, "onednn", defect, function);
}

}  // namespace halflsb::seeded
