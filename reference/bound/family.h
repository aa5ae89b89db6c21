// Schemes that differ in one multiplier s >= 1, all else fixed: which s cannot overflow on a range, and how their errors move with s.
#pragma once

#include "reference/bound/misrounded.h"

namespace halflsb {

// Lemma B14: for s >= 0 every output falls or stays as s falls where N >= 0, and rises or stays where N < 0, because the value that is
// multiplied has the sign of N. So of the largest errors, `growing` never falls as s grows, and `shrinking` never rises; and
// likewise the counts of misrounded N.
template <class Int>
struct Worst {
  Int growing = 0, shrinking = 0;  // largest of e on N >= 0 and -e on N < 0; of -e on N >= 0 and e on N < 0
  [[nodiscard]] Int value() const { return growing > shrinking ? growing : shrinking; }
};

template <class Int>
struct SRange {
  Int lo, hi;
  [[nodiscard]] bool contains(const Int& s) const { return lo <= s && s <= hi; }
};

template <class Int>
class Family {
 public:
  // steps[variable].multiplier is s. The zones are those of the question, cut at 0.
  Family(std::vector<BoundStep<Int>> steps, std::size_t variable, const std::vector<Zone<Int>>& zones,
         const std::optional<SRange<Int>>& output)
      : steps_(std::move(steps)), variable_(variable), zones_(&zones), output_(output) {}

  // Lemma B15: the s in [1, most] with which no step overflows on [lo, hi]; an interval, because every step is monotone in N, so that
  // the ends of the range decide, and at each end the product is linear in s. Empty where there is none.
  [[nodiscard]] std::optional<SRange<Int>> safe(const Int& lo, const Int& hi, const Int& most) const;

  // Scaled by the factor's denominator. For s >= 0; overflow or not.
  [[nodiscard]] Worst<Int> worst(const Int& s) const;
  [[nodiscard]] Worst<Int> misrounded(const Int& s) const;

  // out(n), clamped.
  [[nodiscard]] Int output(const Int& s, const Int& n) const;

 private:
  template <class Visit>
  void each_part(const Int& s, Visit visit) const;

  std::vector<BoundStep<Int>> steps_;
  std::size_t variable_;
  const std::vector<Zone<Int>>* zones_;
  std::optional<SRange<Int>> output_;
};

// The zones with none on both sides of 0.
template <class Int>
[[nodiscard]] std::vector<Zone<Int>> cut_at_zero(const std::vector<Zone<Int>>& zones);

}  // namespace halflsb
