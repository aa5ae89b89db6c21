// The sums of a convolution in which every channel is a group of its own, with one output: channels side by side, tap by tap.
// Exact by lemma C1 for at most 33025 taps.
#pragma once

#include <cstdint>

#include "reference/conv/patches.h"

namespace halflsb {

inline constexpr std::int64_t kChannelUnit = 8;

[[nodiscard]] inline bool is_depthwise(const ConvShape& s) {
  return s.groups == s.in_channels && s.groups == s.out_channels && s.groups > 1;
}

// Centred filters as [tap][channel], a tap's channels filled up with zeros to a multiple of 8; so is the bias.
struct TapRows {
  const std::int16_t* data;
  const std::int32_t* bias;
  std::int64_t row_size;
};

// sums[N,H,W,C]. False where one does not fit int32: nothing can then be said of the sums.
[[nodiscard]] bool depthwise_sums(const ConvShape& shape, const Patches& patches, const TapRows& filters,
                                  std::int32_t* sums);
[[nodiscard]] bool depthwise_sums_plain(const ConvShape& shape, const Patches& patches, const TapRows& filters,
                                        std::int32_t* sums);

}  // namespace halflsb
