// Of several accumulators, which one is shown.
#pragma once

#include <optional>

namespace halflsb {

// a lies nearer to 0 than b; on equal |N| the positive one does.
template <class Int>
[[nodiscard]] bool nearer_to_zero(const Int& a, const Int& b) {
  const Int size_a = a < 0 ? Int(-a) : a, size_b = b < 0 ? Int(-b) : b;
  return size_a < size_b || (size_a == size_b && a > b);
}

template <class Int>
void keep_nearest(std::optional<Int>& kept, const Int& n) {
  if (!kept || nearer_to_zero<Int>(n, *kept)) kept = n;
}

}  // namespace halflsb
