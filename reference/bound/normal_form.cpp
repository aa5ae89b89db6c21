#include "reference/bound/piece.h"

namespace halflsb {
namespace {

template <class Int>
using Pieces = std::vector<Piece<Int>>;

template <class Int>
Int greatest_common_divisor(Int a, Int b) {  // a >= 0, b > 0
  while (a != 0) {
    const Int rest = floor_mod<Int>(b, a);
    b = a;
    a = rest;
  }
  return b;
}

// The inverse of a modulo m; a and m coprime, m > 1.
template <class Int>
Int inverse(const Int& a, const Int& m) {
  Int r0 = m, r1 = floor_mod<Int>(a, m), t0 = 0, t1 = 1;
  while (r1 != 0) {
    const Int times = Int(r0 / r1);
    Int next = Int(r0 - times * r1);
    r0 = r1;
    r1 = next;
    next = Int(t0 - times * t1);
    t0 = t1;
    t1 = next;
  }
  return floor_mod<Int>(t0, m);
}

// x -> x * multiplier + addend. False where that has no such form.
template <class Int>
bool multiply_add(Piece<Int>& piece, const Int& multiplier, const Int& addend) {
  if (multiplier == 1) {
    piece.addend += addend * piece.divisor;  // Lemma B8a: floor(u / M) + k = floor((u + k*M) / M)
    return true;
  }
  if (piece.ties) return false;
  if (multiplier == 0 || piece.slope == 0) {
    const Int value = piece.slope == 0 ? floor_div<Int>(piece.addend, piece.divisor) : Int(0);
    piece.slope = 0;
    piece.addend = Int(value * multiplier + addend);
    piece.divisor = 1;
    return true;
  }
  if (piece.divisor != 1) {
    // Lemma B8b: floor((floor((N + h) / A) + r) / M) = floor((N + h + r*A) / (A*M)): a rounding of N alone is a new block.
    if (piece.slope != 1) return false;
    piece.offset += piece.addend * piece.block;
    piece.block *= piece.divisor;
    piece.divisor = 1;
    piece.addend = 0;
  }
  piece.slope *= multiplier;
  piece.addend = Int(piece.addend * multiplier + addend);
  return true;
}

// Solves slope * q + addend = half (mod 2 * divisor): the residue of q modulo `period`.
template <class Int>
std::optional<Int> tie_residue(const Piece<Int>& piece, const Int& wanted, const Int& modulus, const Int& gcd) {
  const Int difference = Int(wanted - piece.addend);
  if (floor_mod<Int>(difference, gcd) != 0) return std::nullopt;
  const Int period = Int(modulus / gcd);
  if (period == 1) return Int(0);
  const Int reduced = floor_mod<Int>(floor_div<Int>(difference, gcd), period);
  return floor_mod<Int>(Int(reduced * inverse<Int>(floor_div<Int>(piece.slope, gcd), period)), period);
}

// Lemma B9: ties to even is ties down, and 1 more where the tie lies above an odd floor; with w = slope * q + addend those are
// w = 3d/2 (mod 2d), a linear congruence in q. The others, w = d/2 (mod 2d), go down.
template <class Int>
bool round_to_even(Piece<Int>& piece, const Int& divisor) {
  const Int half = Int(divisor / Int(2));
  if (floor_mod<Int>(divisor, Int(2)) != 0) {
    piece.addend += half * piece.divisor;
    piece.divisor *= divisor;
    return true;
  }
  if (piece.divisor != 1) return false;
  const Int modulus = Int(divisor * Int(2));
  const Int gcd = greatest_common_divisor<Int>(floor_mod<Int>(piece.slope, modulus), modulus);
  const auto up = tie_residue<Int>(piece, Int(half + divisor), modulus, gcd);
  const auto down = tie_residue<Int>(piece, half, modulus, gcd);
  const Int period = Int(modulus / gcd);
  piece.addend += half - Int(1);
  piece.divisor = divisor;
  if (period == 1) {
    if (up) piece.addend += divisor;  // every q is such a tie
  } else if (up || down) {
    piece.ties = Ties<Int>{period, up, down};
  }
  return true;
}

// The piece on [lo, hi], if that meets its interval.
template <class Int>
void push_part(Pieces<Int>& into, Piece<Int> piece, const Int& lo, const Int& hi) {
  if (piece.lo < lo) piece.lo = lo;
  if (piece.hi > hi) piece.hi = hi;
  if (piece.lo <= piece.hi) into.push_back(std::move(piece));
}

// A copy of the piece on the N outside of [lo, hi], which touches one end of it.
template <class Int>
void push_rest(Pieces<Int>& into, Piece<Int> piece, const std::pair<Int, Int>& part) {
  if (part.first > part.second) {
    into.push_back(std::move(piece));
  } else if (piece.lo == part.first) {
    push_part<Int>(into, piece, Int(part.second + Int(1)), piece.hi);
  } else {
    push_part<Int>(into, piece, piece.lo, Int(part.first - Int(1)));
  }
}

// What is added before the floor, so that the floor rounds as the mode says where x >= 0, or where x < 0.
// Lemma B10: with x = v / d, floor((v + k) / d) rounds down for k = 0, up for k = d - 1, to nearest with ties up for k = floor(d/2)
// and with ties down for k = ceil(d/2) - 1.
template <class Int>
Int rounding_addend(RoundingMode mode, bool negative, const Int& divisor) {
  const Int half = Int(divisor / Int(2));
  switch (mode) {
    case RoundingMode::up: return Int(divisor - Int(1));
    case RoundingMode::ties_up: return half;
    case RoundingMode::ties_away: return negative ? Int(divisor - half - Int(1)) : half;
    case RoundingMode::toward_zero: return negative ? Int(divisor - Int(1)) : Int(0);
    case RoundingMode::ties_to_even:  // see round_to_even()
    case RoundingMode::down: break;
  }
  return Int(0);
}

// floor((x + addend) / divisor) of the piece's x: Lemma B8c, floor(floor(u / M) / d) = floor(u / (M*d)).
template <class Int>
void divide(Piece<Int>& piece, const Int& addend, const Int& divisor) {
  piece.addend += addend * piece.divisor;
  piece.divisor *= divisor;
}

// One step on one piece: one or two pieces.
template <class Int>
bool apply(Pieces<Int>& into, Piece<Int> piece, const BoundStep<Int>& step) {
  if (step.significand > 0) return false;
  if (!multiply_add<Int>(piece, step.multiplier, step.addend)) return false;
  if (step.divisor == 1) {
    into.push_back(std::move(piece));
    return true;
  }
  if (piece.ties) return false;
  if (step.rounding == RoundingMode::ties_to_even) {
    if (!round_to_even<Int>(piece, step.divisor)) return false;
    into.push_back(std::move(piece));
    return true;
  }
  const bool by_sign = step.rounding == RoundingMode::ties_away || step.rounding == RoundingMode::toward_zero;
  const auto add = [&](Piece<Int> part, bool negative) {
    divide<Int>(part, rounding_addend<Int>(step.rounding, negative, step.divisor), step.divisor);
    into.push_back(std::move(part));
  };
  if (!by_sign) {
    add(std::move(piece), false);
    return true;
  }
  const auto positive = at_least<Int>(piece, Int(0));
  Pieces<Int> negative;
  push_rest<Int>(negative, piece, positive);
  Pieces<Int> parts;
  if (positive.first <= positive.second) push_part<Int>(parts, piece, positive.first, positive.second);
  const bool negative_first = !negative.empty() && negative.front().lo == piece.lo;
  if (negative_first) add(negative.front(), true);
  if (!parts.empty()) add(parts.front(), false);
  if (!negative.empty() && !negative_first) add(negative.front(), true);
  return true;
}

// The piece with its value replaced by a constant.
template <class Int>
Piece<Int> constant(const Piece<Int>& piece, const Int& value) {
  Piece<Int> flat{piece.lo, piece.hi};
  flat.slope = 0;
  flat.addend = value;
  return flat;
}

}  // namespace

template <class Int>
std::pair<Int, Int> at_least(const Piece<Int>& piece, const Int& level) {
  const std::pair<Int, Int> none{Int(1), Int(0)};
  const Int needed = Int(level * piece.divisor - piece.addend);  // slope * q >= needed
  if (piece.slope == 0) return needed <= 0 ? std::pair{piece.lo, piece.hi} : none;
  const bool tie_counts = piece.ties && piece.ties->up;
  if (piece.slope > 0) {
    Int q = ceil_div<Int>(needed, piece.slope);
    if (tie_counts && piece.value_of(Int(q - Int(1))) >= level) --q;
    const Int first = piece.first_of(q);
    if (first > piece.hi) return none;
    return {first < piece.lo ? piece.lo : first, piece.hi};
  }
  Int q = floor_div<Int>(Int(-needed), Int(-piece.slope));
  if (tie_counts && piece.value_of(Int(q + Int(1))) >= level) q += Int(1);
  const Int last = Int(piece.first_of(Int(q + Int(1))) - Int(1));
  if (last < piece.lo) return none;
  return {piece.lo, last > piece.hi ? piece.hi : last};
}

template <class Int>
void saturate(std::vector<Piece<Int>>& pieces, const Int& lo, const Int& hi) {
  const auto inside = [&](const Int& value) { return lo <= value && value <= hi; };
  const auto keeps = [&](const Piece<Int>& piece) {
    return inside(piece.value(piece.lo)) && inside(piece.value(piece.hi));
  };
  bool all = true;
  for (const Piece<Int>& piece : pieces) all = all && keeps(piece);
  if (all) return;
  Pieces<Int> cut;
  cut.reserve(pieces.size() + 4);
  for (const Piece<Int>& piece : pieces) {
    const auto low = at_least<Int>(piece, lo);                 // the rest is below
    const auto high = at_least<Int>(piece, Int(hi + Int(1)));  // above
    const bool rising = !(piece.slope < 0);
    Pieces<Int> below;
    push_rest<Int>(below, piece, low);
    if (low.first > low.second) {
      cut.push_back(constant<Int>(piece, lo));
      continue;
    }
    Pieces<Int> middle;
    Piece<Int> upper = piece;
    upper.lo = low.first;
    upper.hi = low.second;
    push_rest<Int>(middle, upper, high);
    const auto push_below = [&] {
      if (!below.empty()) cut.push_back(constant<Int>(below.front(), lo));
    };
    const auto push_above = [&] {
      if (high.first > high.second) return;
      upper.lo = high.first;
      upper.hi = high.second;
      cut.push_back(constant<Int>(upper, hi));
    };
    rising ? push_below() : push_above();
    if (!middle.empty()) cut.push_back(middle.front());
    rising ? push_above() : push_below();
  }
  pieces = std::move(cut);
}

template <class Int>
std::optional<std::vector<Piece<Int>>> normal_form(const std::vector<BoundStep<Int>>& steps, const Int& lo,
                                                   const Int& hi) {
  Pieces<Int> pieces{Piece<Int>{lo, hi}};
  for (const BoundStep<Int>& step : steps) {
    if (step.multiplier != 1 || step.addend != 0 || step.divisor != 1 || step.significand > 0) {
      Pieces<Int> next;
      next.reserve(pieces.size() * 2);
      for (Piece<Int>& piece : pieces) {
        if (!apply<Int>(next, std::move(piece), step)) return std::nullopt;
      }
      pieces = std::move(next);
    }
    if (step.saturating) saturate<Int>(pieces, step.lo, step.hi);
  }
  return pieces;
}

#define HALFLSB_INSTANTIATE(Int)                                                                              \
  template std::pair<Int, Int> at_least(const Piece<Int>&, const Int&);                                       \
  template void saturate(std::vector<Piece<Int>>&, const Int&, const Int&);                                   \
  template std::optional<std::vector<Piece<Int>>> normal_form(const std::vector<BoundStep<Int>>&, const Int&, \
                                                              const Int&);
HALFLSB_INSTANTIATE(Checked)
HALFLSB_INSTANTIATE(Integer)
#undef HALFLSB_INSTANTIATE

}  // namespace halflsb
