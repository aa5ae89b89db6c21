#include "reference/bound/extremes.h"

#include "reference/bound/run.h"

namespace halflsb {
namespace {

// The part of a piece on one side of 0, where the smallest |N| is the smallest N or the largest.
template <class Int>
struct Side {
  const Piece<Int>& piece;
  const Objective<Int>& objective;  // to be maximized
  bool lowest;                      // the caller's objective was negated
  Int lo, hi;
  bool smallest_n;

  // Lemma B11: inside a block the objective is linear in N, so its best N is the block's first or last; between whole blocks it is
  // a staircase in q, and the two blocks that [lo, hi] may cut are looked at one by one.
  [[nodiscard]] bool at_end() const { return objective.a > 0 || (objective.a == 0 && !smallest_n); }
  [[nodiscard]] Int best_in_block(const Int& q) const {
    const Int n = at_end() ? Int(piece.first_of(Int(q + Int(1))) - Int(1)) : piece.first_of(q);
    return n < lo ? lo : (n > hi ? hi : n);
  }
};

template <class Int>
void offer_direct(const Side<Int>& side, const Int& n, Best<Int>& best) {
  best.offer(side.objective.value(side.piece, n), n);
}

// Lemma B9 again: out is the floor, plus 1 on the ties that go up. Its highest point is the floor's, or one of those ties; they are
// an arithmetic progression of q on which the objective is linear, cut at most in the first and in the last block. Its
// lowest point is that of the floor with ties up, or a tie that goes down.
template <class Int>
void offer_ties(const Side<Int>& side, const Int& first_q, const Int& last_q, Best<Int>& best) {
  const Ties<Int>& ties = *side.piece.ties;
  const std::optional<Int>& residue = side.lowest ? ties.down : ties.up;
  if (!residue) return;
  const Int first = Int(first_q + floor_mod<Int>(Int(*residue - first_q), ties.period));
  const Int last = Int(last_q - floor_mod<Int>(Int(last_q - *residue), ties.period));
  for (const Int& q : {first, Int(first + ties.period), Int(last - ties.period), last}) {
    if (first_q <= q && q <= last_q) offer_direct<Int>(side, side.best_in_block(q), best);
  }
}

// The whole blocks q0 .. q1.
template <class Int>
void offer_stairs(const Side<Int>& side, const Int& q0, const Int& q1, Best<Int>& best) {
  const Piece<Int>& piece = side.piece;
  const Objective<Int>& f = side.objective;
  const Int start =
      side.at_end() ? Int(piece.block - piece.offset - Int(1)) : Int(-piece.offset);  // N = q * block + start
  const Int addend = side.lowest && piece.ties ? Int(piece.addend + Int(1)) : piece.addend;
  const Int steepness =
      piece.slope >= 0 && piece.slope < piece.divisor ? Int(0) : floor_div<Int>(piece.slope, piece.divisor);
  const Int d = Int(piece.slope * q0 + addend);
  const Int level = floor_div<Int>(d, piece.divisor);
  const Stairs<Int, Int> stairs{
      Int(q1 - q0),  Int(piece.slope - steepness * piece.divisor), Int(d - level * piece.divisor),
      piece.divisor, Int(f.a * piece.block + f.b * steepness),     f.b};
  const auto peak = highest_of(stairs, side.smallest_n);
  best.offer(Int(f.a * (q0 * piece.block + start) + f.b * level + f.k + peak.value),
             Int((q0 + peak.x) * piece.block + start));
}

template <class Int>
void offer_side(const Side<Int>& side, Best<Int>& best) {
  const Piece<Int>& piece = side.piece;
  if (piece.slope == 0) {
    offer_direct<Int>(side, side.at_end() ? side.hi : side.lo, best);
    return;
  }
  const Int first_q = piece.block_of(side.lo);
  const Int last_q = piece.block_of(side.hi);
  const bool cut = piece.block != 1;
  if (cut) {
    offer_direct<Int>(side, side.best_in_block(first_q), best);
    if (first_q != last_q) offer_direct<Int>(side, side.best_in_block(last_q), best);
  }
  const Int q0 = cut ? Int(first_q + Int(1)) : first_q;
  const Int q1 = cut ? Int(last_q - Int(1)) : last_q;
  if (q0 <= q1) offer_stairs<Int>(side, q0, q1, best);
  if (piece.ties) offer_ties<Int>(side, first_q, last_q, best);
}

// A Best that keeps the highest of the negated objective, seen as one that keeps the lowest.
template <class Int>
void offer_all(const Piece<Int>& piece, const Objective<Int>& objective, bool lowest, Best<Int>& best) {
  const Int zero = 0, below = -1;
  if (piece.lo < 0) offer_side<Int>({piece, objective, lowest, piece.lo, piece.hi < 0 ? piece.hi : below, false}, best);
  if (piece.hi >= 0) offer_side<Int>({piece, objective, lowest, piece.lo < 0 ? zero : piece.lo, piece.hi, true}, best);
}

// The sum of floor((slope * q + addend) / divisor) over q0 <= q <= q1.
template <class Int>
Int sum_of_floors(const Piece<Int>& piece, const Int& q0, const Int& q1) {
  if (q0 > q1) return Int(0);
  const Int n = Int(q1 - q0 + Int(1));
  const Int steepness = floor_div<Int>(piece.slope, piece.divisor);
  const Int d = Int(piece.slope * q0 + piece.addend);
  const Int level = floor_div<Int>(d, piece.divisor);
  const Int pairs = Int(n * Int(n - Int(1)) / Int(2));
  return Int(
      floor_sum_of(n, Int(piece.slope - steepness * piece.divisor), Int(d - level * piece.divisor), piece.divisor) +
      steepness * pairs + level * n);
}

// How many q in [q0, q1] are `residue` modulo `period`.
template <class Int>
Int count_residue(const Int& q0, const Int& q1, const Int& residue, const Int& period) {
  if (q0 > q1) return Int(0);
  return Int(floor_div<Int>(Int(q1 - residue), period) - floor_div<Int>(Int(q0 - Int(1) - residue), period));
}

}  // namespace

template <class Int>
void offer_extreme(const Piece<Int>& piece, const Objective<Int>& objective, int sign, Best<Int>& best) {
  if (sign > 0) {
    offer_all<Int>(piece, objective, false, best);
    return;
  }
  const Objective<Int> negated{Int(-objective.a), Int(-objective.b), Int(-objective.k)};
  Best<Int> highest(1);
  offer_all<Int>(piece, negated, true, highest);
  best.offer(Int(-highest.value()), highest.n());
}

template <class Int>
Int sum_of_values(const Piece<Int>& piece) {
  const Int first_q = piece.block_of(piece.lo);
  const Int last_q = piece.block_of(piece.hi);
  const Int one = 1;
  if (piece.slope == 0 || first_q == last_q) return Int(piece.value(piece.lo) * (piece.hi - piece.lo + one));
  const Int in_first = Int(piece.first_of(Int(first_q + one)) - piece.lo);
  const Int in_last = Int(piece.hi - piece.first_of(last_q) + one);
  const Int q0 = Int(first_q + one), q1 = Int(last_q - one);
  Int sum = Int(piece.value_of(first_q) * in_first + piece.value_of(last_q) * in_last +
                piece.block * sum_of_floors<Int>(piece, q0, q1));
  if (piece.ties && piece.ties->up) {
    sum += piece.block * count_residue<Int>(q0, q1, *piece.ties->up, piece.ties->period);
  }
  return sum;
}

#define HALFLSB_INSTANTIATE(Int)                                                          \
  template void offer_extreme(const Piece<Int>&, const Objective<Int>&, int, Best<Int>&); \
  template Int sum_of_values(const Piece<Int>&);
HALFLSB_INSTANTIATE(Checked)
HALFLSB_INSTANTIATE(Integer)
#undef HALFLSB_INSTANTIATE

}  // namespace halflsb
