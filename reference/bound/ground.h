// A question about a scheme's error, made ready: the pieces of its clamped output, and the zones of N on which the clamped real
// value is linear or constant. Errors are scaled by the question's unit, so that they are integers.
#pragma once

#include "reference/bound/extremes.h"
#include "reference/bound/question.h"

namespace halflsb {

// On [lo, hi], unit * e(N) = a * N + unit * out(N) + k.
template <class Int>
struct Zone {
  Int lo, hi;
  Objective<Int> scaled_error;
  bool unsaturated;  // qmin <= real(N) <= qmax
};

template <class Int>
struct Ground {
  Int unit;  // the scaled error of 1 LSB
  std::vector<Piece<Int>> pieces;
  std::vector<Zone<Int>> zones;

  // visit(piece, zone) for the pieces cut by the zones, in order.
  template <class Visit>
  void each_part(Visit visit) const {
    for (const Zone<Int>& zone : zones) {
      for (const Piece<Int>& piece : pieces) {
        if (piece.hi < zone.lo || piece.lo > zone.hi) continue;
        if (piece.lo >= zone.lo && piece.hi <= zone.hi) {
          visit(piece, zone);
          continue;
        }
        Piece<Int> part = piece;
        if (part.lo < zone.lo) part.lo = zone.lo;
        if (part.hi > zone.hi) part.hi = zone.hi;
        visit(part, zone);
      }
    }
  }
};

// The zones alone: they do not depend on the scheme. The numerator of the factor may have either sign.
template <class Int>
[[nodiscard]] std::vector<Zone<Int>> zones_of(const Question& question);

// Empty where the scheme has no normal form.
template <class Int>
[[nodiscard]] std::optional<Ground<Int>> ground_of(const Question& question);

}  // namespace halflsb
