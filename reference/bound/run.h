// highest() and floor_sum() on a chosen integer type: on Checked in the narrowest machine integers that lemma B5 allows.
#pragma once

#include "reference/bound/checked.h"
#include "reference/bound/peak.h"

namespace halflsb {

[[nodiscard]] inline int bits_of(Int128 value) { return static_cast<int>(bit_length(value)); }

[[nodiscard]] inline Peak<Integer, Integer> highest_of(const Stairs<Integer, Integer>& s, bool smallest_x) {
  return highest<Integer>(s, smallest_x);
}

[[nodiscard]] inline Peak<Checked, Checked> highest_of(const Stairs<Checked, Checked>& s, bool smallest_x) {
  const Int128 n = s.n.get(), c = s.c.get(), d = s.d.get(), m = s.m.get(), a = s.a.get(), b = s.b.get();
  const int run = bits_of(n) + 1;
  if (std::max(bits_of(a), bits_of(b)) + 1 + run > 126) throw TooWide{};
  if (bits_of(m) < 63 && run < 63) {
    const auto cut = [](Int128 value) { return static_cast<std::int64_t>(value); };
    const auto peak = highest<Int128>(Stairs<std::int64_t, Int128>{cut(n), cut(c), cut(d), cut(m), a, b}, smallest_x);
    return {Checked(peak.value), Checked(Int128{peak.x})};
  }
  if (bits_of(m) + run > 126) throw TooWide{};
  const auto peak = highest<Int128>(Stairs<Int128, Int128>{n, c, d, m, a, b}, smallest_x);
  return {Checked(peak.value), Checked(peak.x)};
}

[[nodiscard]] inline Integer floor_sum_of(const Integer& n, const Integer& c, const Integer& d, const Integer& m) {
  return floor_sum<Integer, Integer, Integer>(n, c, d, m);
}

// 0 <= c, d < m: no floor is above n.
[[nodiscard]] inline Checked floor_sum_of(Checked n, Checked c, Checked d, Checked m) {
  const int run = bits_of(n.get()) + 1;
  if (2 * run > 126 || bits_of(m.get()) + run > 126) throw TooWide{};
  const auto cut = [](Checked value) { return static_cast<std::int64_t>(value.get()); };
  if (bits_of(m.get()) < 63) {
    return Checked(floor_sum<Int128, std::int64_t, Int128>(cut(n), cut(c), cut(d), cut(m)));
  }
  return Checked(floor_sum<Int128, Int128, Int128>(n.get(), c.get(), d.get(), m.get()));
}

}  // namespace halflsb
