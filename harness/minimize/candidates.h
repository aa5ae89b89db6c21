// Simpler problems, made one at a time: a list is a function that offers them in order, and what lies before a given
// place, or after the one that was wanted, is never built. All that is handed out is valid and not the problem it came
// from.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "harness/problem/problem.h"

namespace halflsb {

// Takes a candidate; true ends the list.
using Visit = std::function<bool(Problem&&)>;

[[nodiscard]] bool usable(const Problem& problem);

class Candidates {
 public:
  Candidates(std::size_t from, Visit visit) : from_(from), visit_(std::move(visit)) {}

  // make() gives a std::optional of one of the two kinds of problem.
  template <class Make>
  void offer(Make&& make) {
    if (stopped_ || position_++ < from_) return;
    auto made = make();
    if (!made) return;
    Problem candidate(*std::move(made));
    if (usable(candidate)) stopped_ = visit_(std::move(candidate));
  }

  // A copy of `original` to which change() was applied; passed over where that changes nothing.
  template <class Kind, class Change>
  void offer_changed(const Kind& original, Change&& change) {
    offer([&]() -> std::optional<Kind> {
      Kind changed = original;
      change(changed);
      if (changed == original) return std::nullopt;
      return changed;
    });
  }

  [[nodiscard]] bool stopped() const { return stopped_; }
  // Of the candidate that ended the list.
  [[nodiscard]] std::size_t position() const { return position_ - 1; }

 private:
  std::size_t from_, position_ = 0;
  bool stopped_ = false;
  Visit visit_;
};

// visit(x) for values x from target to value: the target, half way, then nearer by ever smaller powers of two, one step
// at last. Powers of two, so that a fault that only some residues show does not come down by small steps that happen to
// keep the residue.
template <class Int, class VisitValue>
void toward(const Int& value, const Int& target, VisitValue&& visit) {
  const Int distance = value - target;
  if (distance == 0) return;
  visit(target);
  const Int half = distance / 2;
  const Int rest = distance < 0 ? Int(half - distance) : Int(distance - half);  // |distance| / 2, rounded up
  if (half != 0) visit(Int(target + half));
  Int step = 1;
  while (step * 2 < rest) step *= 2;
  for (; step > 0 && step < rest; step /= 2) visit(distance < 0 ? Int(value + step) : Int(value - step));
}

struct Range {
  std::size_t begin, length;
};

// Parts of n things, each to be left out: all but the last, all but the first, halves, quarters, ..., each single one.
// `also` is one more length of interest. All n are never left out.
[[nodiscard]] std::vector<Range> ranges_to_drop(std::size_t n, std::size_t also = 0);

// Parts of n things, the largest first: all, halves, quarters, ..., each single one.
[[nodiscard]] std::vector<Range> ranges_to_clear(std::size_t n);

}  // namespace halflsb
