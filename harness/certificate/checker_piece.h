// An interval of accumulators on which the output is one floor or one constant, and what that proves about all N in it.
#pragma once

#include "harness/certificate/checker_descent.h"
#include "harness/certificate/checker_question.h"

namespace halflsb::checker {

// An order of all N: of e(N), sign 1 or -1, then of smaller |N|, then of the positive one. Its highest N is the witness.
struct Order {
  Integer weight;
  int sign;
  [[nodiscard]] Integer on_error(const Integer& scaled_error) const { return sign * weight * scaled_error; }
  [[nodiscard]] Integer of(const Integer& scaled_error, const Integer& n) const {
    return on_error(scaled_error) - 2 * abs(n) + (n >= 0 ? 1 : 0);
  }
};

struct Claim {
  Order order;
  Integer highest;  // the witness's place in the order
};

struct Sums {
  Integer error = 0, count = 0, misrounded = 0;
};

class Piece {
 public:
  // Reads it and verifies that the steps are what it says on [lo, hi].
  Piece(const Question& q, const Json& json);

  [[nodiscard]] bool unsaturated() const { return line_.unsaturated; }
  [[nodiscard]] bool has_levels() const { return !levels_.empty(); }

  // Fails unless every N of the piece is at most as high as the claim's witness.
  void expect_highest(const Claim& claim) const;

  // The misrounded are counted where the piece has levels.
  [[nodiscard]] Sums sums() const;

 private:
  void read_form(const Json& json);
  void read_descents(const Json& json);
  void read_levels(const Json& ends);
  [[nodiscard]] Integer place(const Claim& claim, const Integer& n) const;
  [[nodiscard]] Integer first_tie(const Integer& from, const Integer& residue) const;
  [[nodiscard]] Integer sum_of_blocks() const;

  const Question& q_;
  Integer lo_, hi_;
  Line line_;
  bool constant_;
  Form form_;
  Integer first_, last_;       // the whole blocks
  std::vector<Integer> ends_;  // of the first block and of the last, or of the constant
  std::optional<Descent> descent_, ties_descent_;
  std::vector<std::pair<Integer, Integer>> levels_;  // the N of one output
};

// Fails unless the pieces follow each other and cover the accumulators.
[[nodiscard]] std::vector<Piece> read_pieces(const Question& q, const Json& list);

}  // namespace halflsb::checker
