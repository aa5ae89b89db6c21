// Convolution in pieces: a fault derives from Conv2dKernel with itself as Self and replaces one piece. Unreplaced, it
// is right on the domain of its scheme. Per pixel and group it gathers the input values under all taps in a row, raw,
// the padding as the input zero point; per output channel it forms one inner product of the row, modulo 2^32.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "targets/abi/target.h"
#include "targets/seeded/base/domains.h"
#include "targets/seeded/base/output.h"
#include "targets/seeded/base/scheme.h"

namespace halflsb::seeded {

struct Pixel {
  int64_t n, h, w, group;
};

template <typename Self, typename Scheme>
class Conv2dKernel {
 public:
  explicit Conv2dKernel(const halflsb_conv2d_args& args) : a(args) {
    if (!supported()) return;
    group_in = a.in_channels / a.groups;
    group_out = a.out_channels / a.groups;
    taps = int64_t{a.kernel_height} * a.kernel_width;
    depth = taps * group_in;
  }

  bool supported() const {
    if (a.struct_size < sizeof a || a.groups < 1 || a.in_channels % a.groups || a.out_channels % a.groups) return false;
    if (a.stride_height < 1 || a.stride_width < 1 || a.dilation_height < 1 || a.dilation_width < 1) return false;
    if (!byte_type(a.input_type) || !byte_type(a.filter_type)) return false;
    if (!fits(a.output_min, a.output_type) || !fits(a.output_max, a.output_type)) return false;
    if (a.output_min > a.output_max) return false;
    if (a.activation == HALFLSB_ACTIVATION_LEAKY_RELU && !Glow::valid(a.leaky)) return false;
    for (int64_t o = 0; o < a.out_channels; ++o) {
      if (!Scheme::valid(a.rescale[a.rescale_per_channel ? o : 0])) return false;
      if (a.bias && a.bias_rescaled && !Glow::valid(a.bias_rescale[a.bias_rescale_per_channel ? o : 0])) return false;
    }
    return true;
  }

  void run() {
    self().allocate();
    for (int64_t n = 0; n < a.batch; ++n) {
      for (int64_t h = 0; h < a.out_height; ++h) {
        for (int64_t w = 0; w < a.out_width; ++w) {
          for (int64_t g = 0; g < a.groups; ++g) {
            self().gather({n, h, w, g});
            self().channels({n, h, w, g});
          }
        }
      }
    }
  }

  // Where the taps are.
  int64_t top(int64_t h) const { return h * a.stride_height - a.pad_top; }
  int64_t left(int64_t w) const { return w * a.stride_width - a.pad_left; }
  int64_t tap_y(int64_t h, int64_t kh) const { return self().top(h) + kh * a.dilation_height; }
  int64_t tap_x(int64_t w, int64_t kw) const { return self().left(w) + kw * a.dilation_width; }
  bool row_inside(int64_t h, int64_t kh) const { return in_range(self().tap_y(h, kh), a.in_height); }
  bool column_inside(int64_t w, int64_t kw) const { return in_range(self().tap_x(w, kw), a.in_width); }

  // The row.
  void allocate() {
    storage.assign(static_cast<size_t>(depth), 0);
    row = storage.data();
  }
  void gather(const Pixel& at) {
    for (int64_t kh = 0; kh < a.kernel_height; ++kh) {
      for (int64_t kw = 0; kw < a.kernel_width; ++kw) {
        const int64_t k = (kh * a.kernel_width + kw) * group_in;
        if (self().row_inside(at.h, kh) && self().column_inside(at.w, kw)) {
          self().copy_tap(k, self().position(at.n, self().tap_y(at.h, kh), self().tap_x(at.w, kw), at.group));
        } else {
          self().pad_tap(k);
        }
      }
    }
  }
  void copy_tap(int64_t k, int64_t from) {
    for (int64_t i = 0; i < group_in; ++i) row[k + i] = static_cast<int16_t>(element(a.input, a.input_type, from + i));
  }
  void pad_tap(int64_t k) { std::fill_n(row + k, group_in, static_cast<int16_t>(self().padding_value())); }
  int32_t padding_value() const { return a.input_zero_point; }
  int64_t position(int64_t n, int64_t y, int64_t x, int64_t group) const {
    return ((self().image(n) * a.in_height + y) * a.in_width + x) * a.in_channels + self().first_in(group);
  }
  int64_t image(int64_t n) const { return n; }
  int64_t first_in(int64_t group) const { return group * group_in; }

  // The inner product.
  uint32_t dot(int64_t o) const {
    uint32_t sum = 0;
    for (int64_t k = 0; k < depth; ++k) sum += self().product(o, k);
    return sum;
  }
  uint32_t product(int64_t o, int64_t k) const {
    return static_cast<uint32_t>(self().centred(k) * self().weight(o, k));
  }
  int32_t centred(int64_t k) const { return row[k] - a.input_zero_point; }
  int32_t weight(int64_t o, int64_t k) const {
    return element(a.filter, a.filter_type, self().first_weight(o) + k) - self().filter_zero_point(o);
  }
  int64_t first_weight(int64_t o) const { return o * depth; }
  int32_t filter_zero_point(int64_t o) const { return a.filter_zero_point[a.filter_zero_point_per_channel ? o : 0]; }

  // The bias term: bias - bias_zero_point has up to 33 bits, its product with a scale 64.
  uint32_t bias(int64_t o) const {
    if (!a.bias) return 0;
    const int64_t centred_bias = self().centred_bias(o);
    if (!a.bias_rescaled) return static_cast<uint32_t>(centred_bias);
    const halflsb_rescale& r = self().bias_rescale(o);
    return static_cast<uint32_t>(glow_wide(centred_bias, r));
  }
  int64_t centred_bias(int64_t o) const { return int64_t{self().bias_value(o)} - a.bias_zero_point; }
  int32_t bias_value(int64_t o) const {
    if (a.bias_type == HALFLSB_I8) return static_cast<const int8_t*>(a.bias)[o];
    int32_t value = 0;
    std::memcpy(&value, static_cast<const char*>(a.bias) + o * 4, sizeof value);
    return value;
  }
  const halflsb_rescale& bias_rescale(int64_t o) const { return a.bias_rescale[a.bias_rescale_per_channel ? o : 0]; }

  // From the row to the outputs of one group.
  void channels(const Pixel& at) {
    for (int64_t o = at.group * group_out; o < (at.group + 1) * group_out; ++o) {
      self().store(self().output(o), self().output_position(at) + o);
    }
  }
  uint32_t accumulator(int64_t o) const { return self().dot(o) + self().bias(o); }
  int32_t output(int64_t o) const {
    return self().finish(Scheme::rescale(static_cast<int32_t>(self().accumulator(o)), self().rescale(o)));
  }
  const halflsb_rescale& rescale(int64_t o) const { return a.rescale[a.rescale_per_channel ? o : 0]; }
  int32_t finish(int64_t rescaled) const {
    return static_cast<int32_t>(
        std::clamp<Int128>(self().activated(Int128{rescaled} + a.output_zero_point), a.output_min, a.output_max));
  }
  Int128 activated(Int128 y) const {
    const int32_t z = a.output_zero_point;
    switch (a.activation) {
      case HALFLSB_ACTIVATION_RELU: return std::max<Int128>(y, z);
      case HALFLSB_ACTIVATION_CLIP: return std::min<Int128>(std::max<Int128>(y, a.clip_min), a.clip_max);
      case HALFLSB_ACTIVATION_LEAKY_RELU: return y < z ? glow_wide(y - z, a.leaky) + z : y;
      default: return y;
    }
  }
  void store(int32_t value, int64_t index) const { store_element(value, a.output_type, a.output, index); }
  // Of channel 0 at a pixel.
  int64_t output_position(const Pixel& at) const {
    return ((at.n * a.out_height + at.h) * a.out_width + at.w) * a.out_channels;
  }

 protected:
  Self& self() { return static_cast<Self&>(*this); }
  const Self& self() const { return static_cast<const Self&>(*this); }

  static bool in_range(int64_t value, int64_t size) { return value >= 0 && value < size; }
  static int32_t element(const void* data, int32_t type, int64_t index) {
    return type == HALFLSB_I8 ? int32_t{static_cast<const int8_t*>(data)[index]}
                              : int32_t{static_cast<const uint8_t*>(data)[index]};
  }
  // |n| <= 2^63 (leaky relu), so |n * scale| <= 2^94.
  static Int128 glow_wide(Int128 n, const halflsb_rescale& r) {
    return ((n >> r.pre) * r.scale + ((int64_t{1} << r.post) >> 1)) >> r.post;
  }

  const halflsb_conv2d_args& a;
  int64_t group_in = 0, group_out = 0;  // channels of one group
  int64_t taps = 0;                     // kernel_height * kernel_width
  int64_t depth = 0;                    // products per output
  int16_t* row = nullptr;               // [taps][group_in]
  std::vector<int16_t> storage;
};

template <typename Scheme>
struct PlainConv2d : Conv2dKernel<PlainConv2d<Scheme>, Scheme> {
  using Conv2dKernel<PlainConv2d<Scheme>, Scheme>::Conv2dKernel;
};

template <typename Kernel>
int run_conv2d(const halflsb_conv2d_args* args) noexcept try {
  Kernel kernel(*args);
  if (!kernel.supported()) return HALFLSB_UNSUPPORTED;
  kernel.run();
  return HALFLSB_OK;
} catch (...) {  // the row could not be allocated
  return HALFLSB_FAILED;
}

using Conv2dFunction = int (*)(const halflsb_conv2d_args*);

constexpr halflsb_target conv2d_target(const char* name, const char* scheme, const char* defect,
                                       Conv2dFunction function) {
  halflsb_target t{};
  t.struct_size = sizeof t;
  t.abi_version = HALFLSB_ABI_VERSION;
  t.name = name;
  t.kind = "conv2d";
  t.scheme = scheme;
  t.defect = defect;
  t.conv2d = function;
  return t;
}

constexpr halflsb_target conv2d_glow(const char* name, const char* defect, Conv2dFunction function) {
  halflsb_target t = conv2d_target(name, "glow", defect, function);
  t.domain = conv2d_glow_domain(false);
  return t;
}

constexpr halflsb_target conv2d_glow_per_channel(const char* name, const char* defect, Conv2dFunction function) {
  halflsb_target t = conv2d_target(name, "glow", defect, function);
  t.domain = conv2d_glow_domain(true);
  return t;
}

constexpr halflsb_target conv2d_tflite(const char* name, const char* defect, Conv2dFunction function) {
  halflsb_target t = conv2d_target(name, "tflite_double_rounding", defect, function);
  t.domain = conv2d_q31_domain();
  return t;
}

}  // namespace halflsb::seeded
