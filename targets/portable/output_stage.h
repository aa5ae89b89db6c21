// What follows the rescaling: zero point, activation, clamp, store. Exact for |rescaled| <= 2^62, any int32 zero point.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

#include "targets/abi/target.h"
#include "targets/portable/rescale.h"

namespace halflsb::portable {

struct OutputStage {
  int32_t type, zero_point, activation, clip_min, clip_max, output_min, output_max;
  halflsb_rescale leaky;

  static OutputStage of(const halflsb_requantize_args& a) {
    return {a.output_type, a.zero_point, HALFLSB_ACTIVATION_NONE, 0, 0, a.output_min, a.output_max, {}};
  }
  static OutputStage of(const halflsb_conv2d_args& a) {
    return {a.output_type, a.output_zero_point, a.activation, a.clip_min,
            a.clip_max,    a.output_min,        a.output_max, a.leaky};
  }

  // The output range must be one that the type holds; then a store never has to narrow a value that does not fit.
  bool valid() const {
    const bool bounds_fit = output_min <= output_max && fits(output_min) && fits(output_max);
    const bool leaky_valid = activation != HALFLSB_ACTIVATION_LEAKY_RELU || glow_shifts_valid(leaky);
    return activation >= HALFLSB_ACTIVATION_NONE && activation <= HALFLSB_ACTIVATION_LEAKY_RELU && leaky_valid &&
           bounds_fit;
  }

  // Zero point, activation and clamp. A leaky relu multiplies a value of up to 63 bits by one of 32.
  int32_t finish(int64_t rescaled) const {
    if (activation == HALFLSB_ACTIVATION_LEAKY_RELU && rescaled < 0) {
      const Int128 leaked = glow_wide(rescaled, leaky) + zero_point;
      return static_cast<int32_t>(std::clamp<Int128>(leaked, output_min, output_max));
    }
    return clamped(rescaled + zero_point);
  }

  // Without leaky relu, activation and clamp are monotone steps y -> min(max(y, a), b); their composition is again one
  // clamp, to the images of the two infinities.
  int32_t lowest() const { return clamped(std::numeric_limits<int64_t>::min()); }
  int32_t highest() const { return clamped(std::numeric_limits<int64_t>::max()); }

  size_t element_size() const { return type == HALFLSB_I32 ? 4 : type == HALFLSB_I16 ? 2 : 1; }

  void store(int32_t value, void* output, int64_t index) const {
    char* at = static_cast<char*>(output) + index * static_cast<int64_t>(element_size());
    if (type == HALFLSB_I32) {
      std::memcpy(at, &value, sizeof value);
    } else if (type == HALFLSB_I16) {
      const auto narrow = static_cast<int16_t>(value);
      std::memcpy(at, &narrow, sizeof narrow);
    } else {
      const auto narrow = static_cast<uint8_t>(value);  // the same byte for i8 and u8
      std::memcpy(at, &narrow, sizeof narrow);
    }
  }

 private:
  bool fits(int32_t value) const {
    switch (type) {
      case HALFLSB_I8: return value >= -128 && value <= 127;
      case HALFLSB_U8: return value >= 0 && value <= 255;
      case HALFLSB_I16: return value >= -32768 && value <= 32767;
      default: return type == HALFLSB_I32;
    }
  }

  int32_t clamped(int64_t y) const {
    if (activation == HALFLSB_ACTIVATION_RELU) y = std::max<int64_t>(y, zero_point);
    if (activation == HALFLSB_ACTIVATION_CLIP) y = std::min<int64_t>(std::max<int64_t>(y, clip_min), clip_max);
    return static_cast<int32_t>(std::clamp<int64_t>(y, output_min, output_max));
  }
};

}  // namespace halflsb::portable
