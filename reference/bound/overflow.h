// Which accumulators leave a register that the scheme declares?
#pragma once

#include <string>

#include "reference/bound/question.h"

namespace halflsb {

struct Overflow {
  bool possible = false;
  std::string step;                // where possible: the first that overflows at the witness
  std::optional<Integer> witness;  // where possible: of smallest |N| in the range, positive on a tie
  bool zero_is_safe = true;
  std::optional<Integer> safe_lo, safe_hi;  // where zero is safe: the largest interval around it; unset: unbounded
  std::optional<Integer>
      headroom_bits;  // unset where overflow is possible or 0 is not safe, and where no number of bits is too many
};

[[nodiscard]] Overflow overflow_of(const Scheme& scheme, const Interval& accumulator,
                                   Arithmetic arithmetic = Arithmetic::automatic);

}  // namespace halflsb
