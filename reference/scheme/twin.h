// The __int128 twin of evaluate(): the same function, about 30 times faster, where 128 bits are proved to suffice.
// Lemma S2: if compile() accepts (scheme, B), no intermediate exceeds 2^126 for any |N| <= B, so the twin equals evaluate().
#pragma once

#include <optional>
#include <vector>

#include "reference/scheme/scheme.h"

namespace halflsb {

class Twin {
 public:
  // Empty where a bound on the intermediates for |N| <= largest_accumulator reaches 2^126.
  [[nodiscard]] static std::optional<Twin> compile(const Scheme& scheme, const Integer& largest_accumulator);

  [[nodiscard]] Int128 operator()(Int128 accumulator) const;

 private:
  struct FastStep {
    Int128 multiplier, addend, divisor;
    Int128 lo, hi;  // of a saturating step
    int shift;      // divisor = 2^shift, or -1
    RoundingMode rounding;
    bool saturating;
  };
  std::vector<FastStep> steps_;
};

}  // namespace halflsb
