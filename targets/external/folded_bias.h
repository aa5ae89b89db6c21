// The bias as libraries take it: int32 in accumulator scale, its zero point already subtracted.
#pragma once

#include <cstdint>
#include <vector>

#include "targets/abi/target.h"

namespace halflsb::external {

// Empty where there is no bias. What a domain lets through fits 32 bits.
inline std::vector<int32_t> folded_bias(const halflsb_conv2d_args& a) {
  std::vector<int32_t> folded;
  if (a.bias == nullptr) return folded;
  const auto* bias = static_cast<const int32_t*>(a.bias);
  folded.reserve(static_cast<size_t>(a.out_channels));
  for (int32_t o = 0; o < a.out_channels; ++o) {
    folded.push_back(static_cast<int32_t>(int64_t{bias[o]} - a.bias_zero_point));
  }
  return folded;
}

}  // namespace halflsb::external
