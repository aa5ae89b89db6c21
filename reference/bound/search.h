// The search for the best s over chains of families: in a chain each member's s counts half of what it counts in the one before.
#pragma once

#include <vector>

#include "reference/bound/family.h"

namespace halflsb {

template <class Int>
struct Member {
  Family<Int> family;
  SRange<Int> safe;  // empty where no s is allowed
  int post;
  Int hint;  // an s near the best, to be looked at first
};

// N whose real values are not clamped, lo > hi where there are none, and the numerator of |factor|.
template <class Int>
struct Spread {
  Int numerator, lo, hi;
};

template <class Int>
struct Found {
  Int worst, misrounded, s;
  int pre, post;
};

template <class Int>
class Search {
 public:
  // `unit` is the scaled error of 1 LSB.
  Search(const Int& unit, const Spread<Int>& spread) : unit_(unit), spread_(spread) {}

  // Lemma B16a: N of one block share an output, and so |e| is at least half of what their real values span; larger blocks span more.
  // False where that is more than the best so far, for this pre and all larger ones.
  [[nodiscard]] bool hopeful(int pre) const;

  // Looks through a chain.
  void add_chain(std::vector<Member<Int>> members, int pre);

  [[nodiscard]] std::optional<Found<Int>> best() const;

 private:
  struct Chain {
    std::vector<Member<Int>> members;
    int pre;
    Int worst;
  };

  class Crossings;

  Int crossing(const Family<Int>& family, const SRange<Int>& range, const Int& hint, std::optional<Int>& best) const;
  void settle(const Chain& chain, std::optional<Found<Int>>& best) const;
  void settle_member(const Member<Int>& member, int pre, const SRange<Int>& plateau,
                     std::optional<Found<Int>>& best) const;

  Int unit_;
  Spread<Int> spread_;
  std::optional<Int> worst_;
  std::vector<Chain> chains_;
};

}  // namespace halflsb
