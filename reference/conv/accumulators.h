// The exact accumulators of a layer or a requantization: in int32 where that was proved to hold every one, else in 128 bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "reference/exact/integer.h"

namespace halflsb {

struct Accumulators {
  std::vector<std::int32_t> narrow;  // one of the two is empty
  std::vector<Int128> wide;

  [[nodiscard]] std::size_t size() const { return narrow.size() + wide.size(); }
  [[nodiscard]] Int128 operator[](std::size_t i) const { return wide.empty() ? Int128{narrow[i]} : wide[i]; }
};

}  // namespace halflsb
