// How many N of a piece have an error of more than half an LSB.
#pragma once

#include "reference/bound/ground.h"

namespace halflsb {

template <class Int>
struct Misrounded {
  Int above = 0, below = 0;  // e > 1/2, e < -1/2
  [[nodiscard]] Int count() const { return Int(above + below); }
};

// Of n scaled errors start, start + step, ...; an error of 1 is `unit`.
template <class Int>
[[nodiscard]] Misrounded<Int> misrounded_on_line(const Int& start, const Int& step, const Int& n, const Int& unit);

// Takes O(r log) time, with r the least of the piece's levels, its blocks, and the N of one block.
template <class Int>
[[nodiscard]] Misrounded<Int> misrounded_in(const Piece<Int>& piece, const Objective<Int>& scaled_error);

}  // namespace halflsb
