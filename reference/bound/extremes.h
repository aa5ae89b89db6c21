// The highest and the lowest value of a linear function of N and of a piece's output, each with the N of smallest |N| that
// attains it, on equal |N| the positive one.
#pragma once

#include "reference/bound/piece.h"

namespace halflsb {

// a * N + b * out(N) + k; b != 0.
template <class Int>
struct Objective {
  Int a, b, k;
  [[nodiscard]] Int value(const Piece<Int>& piece, const Int& n) const { return Int(a * n + b * piece.value(n) + k); }
};

// Keeps the best of what it is offered.
template <class Int>
class Best {
 public:
  explicit Best(int sign) : sign_(sign) {}  // 1: the highest, -1: the lowest

  void offer(const Int& value, const Int& n) {
    if (any_) {
      const bool ahead = sign_ > 0 ? value > value_ : value < value_;
      if (!ahead && (value != value_ || !nearer(n, n_))) return;
    }
    any_ = true;
    value_ = value;
    n_ = n;
  }
  [[nodiscard]] const Int& value() const { return value_; }
  [[nodiscard]] const Int& n() const { return n_; }

 private:
  [[nodiscard]] static bool nearer(const Int& a, const Int& b) {
    const Int size_a = a < 0 ? Int(-a) : a;
    const Int size_b = b < 0 ? Int(-b) : b;
    return size_a < size_b || (size_a == size_b && a > b);
  }
  int sign_;
  bool any_ = false;
  Int value_ = 0, n_ = 0;
};

// Offers the piece's extreme, of the sign that `best` keeps.
template <class Int>
void offer_extreme(const Piece<Int>& piece, const Objective<Int>& objective, int sign, Best<Int>& best);

// The sum of out(N) over the piece.
template <class Int>
[[nodiscard]] Int sum_of_values(const Piece<Int>& piece);

}  // namespace halflsb
