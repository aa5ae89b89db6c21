// A problem as bytes, for coverage-guided fuzzing and its corpora. Total: every byte string decodes to some valid problem (missing
// bytes read as zero, values are reduced into their range, shapes are shrunk to the limits below). decode(encode(p)) == p.
// The first byte is the version of this encoding; 1 is the only one so far, and any other value is read as 1.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "harness/problem/problem.h"

namespace halflsb {

inline constexpr std::int64_t kMaxEncodedElements = 1 << 16;         // of each tensor
inline constexpr std::int64_t kMaxEncodedMultiplications = 1 << 22;  // of one convolution

[[nodiscard]] Problem decode(std::span<const std::uint8_t> bytes);

// Empty where a value lies outside what the encoding holds (a larger shape, a scale beyond 2^32, a factor beside the scheme).
[[nodiscard]] std::optional<std::vector<std::uint8_t>> encode(const Problem& problem);

}  // namespace halflsb
