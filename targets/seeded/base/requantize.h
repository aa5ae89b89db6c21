// Requantization in pieces: a fault derives from RequantizeKernel with itself as Self and replaces one piece, or gives
// PlainRequantize a scheme in which one step is replaced. Unreplaced, it is right on the domain of its scheme.
#pragma once

#include <algorithm>
#include <cstdint>

#include "targets/abi/target.h"
#include "targets/seeded/base/domains.h"
#include "targets/seeded/base/output.h"
#include "targets/seeded/base/scheme.h"

namespace halflsb::seeded {

template <typename Self, typename Scheme>
class RequantizeKernel {
 public:
  explicit RequantizeKernel(const halflsb_requantize_args& args) : a(args) {}

  bool supported() const {
    const bool bounds_fit = fits(a.output_min, a.output_type) && fits(a.output_max, a.output_type);
    return a.struct_size >= sizeof a && a.output_min <= a.output_max && bounds_fit && Scheme::valid(a.rescale);
  }

  void run() const {
    for (int64_t i = 0; i < self().count(); ++i) self().store(self().output(self().load(i)), i);
  }

  int64_t count() const { return static_cast<int64_t>(a.count); }
  int32_t load(int64_t i) const { return a.accumulator[i]; }
  int32_t output(int32_t n) const { return self().finish(Scheme::rescale(n, a.rescale)); }
  int32_t finish(int64_t rescaled) const { return clamped(rescaled + a.zero_point); }
  void store(int32_t value, int64_t i) const { store_element(value, a.output_type, a.output, i); }

 protected:
  const Self& self() const { return static_cast<const Self&>(*this); }
  int32_t clamped(int64_t y) const { return static_cast<int32_t>(std::clamp<int64_t>(y, a.output_min, a.output_max)); }

  const halflsb_requantize_args& a;
};

template <typename Scheme>
struct PlainRequantize : RequantizeKernel<PlainRequantize<Scheme>, Scheme> {
  using RequantizeKernel<PlainRequantize<Scheme>, Scheme>::RequantizeKernel;
};

template <typename Kernel>
int run_requantize(const halflsb_requantize_args* args) noexcept {
  const Kernel kernel(*args);
  if (!kernel.supported()) return HALFLSB_UNSUPPORTED;
  kernel.run();
  return HALFLSB_OK;
}

using RequantizeFunction = int (*)(const halflsb_requantize_args*);

constexpr halflsb_target requantize_target(const char* name, const char* defect, RequantizeFunction function) {
  halflsb_target t{};
  t.struct_size = sizeof t;
  t.abi_version = HALFLSB_ABI_VERSION;
  t.name = name;
  t.kind = "requantize";
  t.defect = defect;
  t.requantize = function;
  return t;
}

constexpr halflsb_target requantize_glow(const char* name, const char* defect, RequantizeFunction function) {
  halflsb_target t = requantize_target(name, defect, function);
  t.scheme = "glow";
  t.domain = glow_domain();
  return t;
}

constexpr halflsb_target requantize_tflite_double(const char* name, const char* defect, RequantizeFunction function) {
  halflsb_target t = requantize_target(name, defect, function);
  t.scheme = "tflite_double_rounding";
  t.domain = q31_domain();
  return t;
}

constexpr halflsb_target requantize_tflite_single(const char* name, const char* defect, RequantizeFunction function) {
  halflsb_target t = requantize_target(name, defect, function);
  t.scheme = "tflite_single_rounding";
  t.domain = q31_domain();
  return t;
}

constexpr halflsb_target requantize_ideal(const char* name, const char* defect, RequantizeFunction function) {
  halflsb_target t = requantize_target(name, defect, function);
  t.tolerance = "1/2";
  t.domain = ideal_domain();
  return t;
}

}  // namespace halflsb::seeded
