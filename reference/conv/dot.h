// Exact sums of products with a bias, many at once, for centred operands (magnitude at most 255) in rows of a multiple of 16.
// Lemma C1 holds for every partial sum too, in whatever order: at most 33025 products of at most 255 * 255 fit int32.
#pragma once

#include <cstdint>

namespace halflsb {

inline constexpr std::int64_t kFilterUnit = 4;

// The filters of one group, one row each; zeros up to a multiple of 4 rows, and so has the bias.
struct FilterRows {
  const std::int16_t* data;
  const std::int32_t* bias;
  std::int64_t outputs;
  std::int64_t row_size;
};

// sums[p * stride + o] = patch p * filter o + bias[o] for `pixels` patches. False where one does not fit int32: nothing can then be
// said of the sums.
[[nodiscard]] bool dot_products(const std::int16_t* patches, std::int64_t pixels, const FilterRows& filters,
                                std::int32_t* sums, std::int64_t stride);
[[nodiscard]] bool dot_products_plain(const std::int16_t* patches, std::int64_t pixels, const FilterRows& filters,
                                      std::int32_t* sums, std::int64_t stride);

}  // namespace halflsb
