#include "reference/bound/equal.h"

#include "reference/bound/arithmetic.h"
#include "reference/bound/levels.h"
#include "reference/bound/monotone.h"

namespace halflsb {
namespace {

template <class Int>
Int distance(const Int& a, const Int& b) {
  return a < b ? Int(b - a) : Int(a - b);
}

template <class Int>
void keep_nearer(std::optional<Int>& kept, const Int& from, const Int& to) {
  const Int n = from > 0 ? from : (to < 0 ? to : Int(0));
  if (kept) {
    const Int size = n < 0 ? Int(-n) : n, best = *kept < 0 ? Int(-*kept) : *kept;
    if (size > best || (size == best && n < *kept)) return;
  }
  kept = n;
}

template <class Int>
std::optional<Difference> walk(const Clamped& a, const Clamped& b, const Interval& accumulator) {
  const Monotone<Int> left(a.scheme, a.output), right(b.scheme, b.output);
  const Int lo = as<Int>(accumulator.lo), hi = as<Int>(accumulator.hi);
  const Int levels =
      Int(distance<Int>(left.value(lo), left.value(hi)) + distance<Int>(right.value(lo), right.value(hi)));
  if (levels > kMostLevels) return std::nullopt;
  Int differing = 0, largest = 0;
  std::optional<Int> witness, at_most;
  Int from = lo;
  while (from <= hi) {
    const Int out_left = left.value(from), out_right = right.value(from);
    const Int last_left = left.last_by_inverse(out_left, hi), last_right = right.last_by_inverse(out_right, hi);
    const Int to = last_left < last_right ? last_left : last_right;
    if (out_left != out_right) {
      differing += to - from + Int(1);
      keep_nearer<Int>(witness, from, to);
      const Int size = distance<Int>(out_left, out_right);
      if (size > largest) at_most.reset();
      if (size >= largest) {
        largest = size;
        keep_nearer<Int>(at_most, from, to);
      }
    }
    from = Int(to + Int(1));
  }
  Difference difference{to_integer(differing), to_integer(largest), {}, {}};
  if (witness) difference.witness = to_integer(*witness);
  if (at_most) difference.at_most = to_integer(*at_most);
  return difference;
}

}  // namespace

std::optional<Difference> difference(const Clamped& a, const Clamped& b, const Interval& accumulator,
                                     Arithmetic arithmetic) {
  return in_arithmetic(arithmetic, [&]<class Int>(Int) { return walk<Int>(a, b, accumulator); });
}

}  // namespace halflsb
