// The seeded targets by name, and runs of a requantization in memory that shows strays.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "targets/portable/kernels.h"
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/registry.h"

namespace halflsb::seeded {

using Values = std::vector<int32_t>;

inline std::vector<const halflsb_target*> all_targets() {
  size_t count = 0;
  const halflsb_target* const* targets = seeded_targets(&count);
  return {targets, targets + count};
}

inline const halflsb_target& find(const std::string& name) {
  for (const halflsb_target* t : all_targets()) {
    if (name == t->name) return *t;
  }
  ADD_FAILURE() << "no target " << name;
  return *all_targets()[0];
}

struct Output {
  int32_t type, min, max, zero_point;
};

inline constexpr Output kI8{HALFLSB_I8, -128, 127, 0};
inline constexpr Output kI32{HALFLSB_I32, kMin, kMax, 0};

inline halflsb_rescale glow(int32_t pre, int32_t scale, int32_t post) { return {pre, post, scale, 0, 0, 0}; }
inline halflsb_rescale q31(int32_t multiplier, int32_t shift) { return {0, 0, 0, multiplier, shift, 0}; }
inline halflsb_rescale ideal(double factor) { return {0, 0, 0, 0, 0, factor}; }

// Accumulators and outputs lie in the middle of larger buffers, 64 elements to either side: an access that goes a few
// elements too far is defined here, and `stray` says whether one changed something.
struct RequantizeRun {
  Values output;
  bool stray = false;
};

inline RequantizeRun run(RequantizeFunction kernel, const Values& accumulators, const halflsb_rescale& rescale,
                         const Output& out) {
  constexpr size_t kMargin = 64;
  const size_t count = accumulators.size();
  const auto size = static_cast<size_t>(element_size(out.type));
  Values input(count + 2 * kMargin, 0);
  std::copy(accumulators.begin(), accumulators.end(), input.begin() + kMargin);
  std::vector<uint8_t> output((count + 2 * kMargin) * size, 0x5a);
  const halflsb_requantize_args args{
      sizeof args, count,  input.data() + kMargin, &output[kMargin * size], out.type, out.zero_point, out.min,
      out.max,     rescale};
  EXPECT_EQ(kernel(&args), HALFLSB_OK);
  RequantizeRun result;
  for (size_t i = 0; i < output.size() / size; ++i) {
    uint32_t bits = 0;
    for (size_t byte = 0; byte < size; ++byte) bits |= uint32_t{output[i * size + byte]} << (8 * byte);
    if (i >= kMargin && i < kMargin + count) {
      result.output.push_back(narrowed(static_cast<int32_t>(bits), out.type));
    } else if (bits != (0x5a5a5a5au >> (32 - 8 * size))) {
      result.stray = true;
    }
  }
  return result;
}

inline Values boundary_values() {
  Values values{0, 585, 7984, 123456789};
  for (int bit = 0; bit < 32; ++bit) {
    for (int64_t delta = -2; delta <= 2; ++delta) {
      values.push_back(wrap32((int64_t{1} << bit) + delta));
      values.push_back(wrap32(-(int64_t{1} << bit) + delta));
    }
  }
  return values;
}

inline constexpr Output kOutputs[] = {{HALFLSB_I8, -128, 127, -128},
                                      {HALFLSB_U8, 3, 200, kMin},
                                      {HALFLSB_I16, -32768, 32767, kMax},
                                      {HALFLSB_I32, kMin, kMax, 0}};

inline void expect_equal(RequantizeFunction base, RequantizeFunction portable, const halflsb_rescale& r) {
  static const Values values = boundary_values();
  for (const Output& out : kOutputs) {
    ASSERT_EQ(run(base, values, r, out).output, run(portable, values, r, out).output)
        << r.pre << "/" << r.scale << "/" << r.post << " " << r.multiplier << "/" << r.shift << " type " << out.type;
  }
}

}  // namespace halflsb::seeded
