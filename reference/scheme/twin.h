// The __int128 twin of evaluate(): the same function, about 30 times faster, where 128 bits are proved to suffice.
// Lemma S2: if compile() accepts (scheme, B), no intermediate exceeds 2^126 for any |N| <= B, so the twin equals evaluate(). Where
// the same bound is below 2^62, 64 bits do, three times as fast.
#pragma once

#include <cstdint>
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
  template <class Int>
  struct FastStep {
    Int multiplier, addend, divisor;
    Int lo, hi;  // of a saturating step
    int shift;   // divisor = 2^shift, or -1
    RoundingMode rounding;
    bool saturating;
    unsigned significand;
  };
  template <class Int>
  [[nodiscard]] static Int run(const std::vector<FastStep<Int>>& steps, Int value);

  std::vector<FastStep<Int128>> steps_;
  std::vector<FastStep<std::int64_t>> narrow_;  // the same steps, where 64 bits suffice for all of them; else empty
};

}  // namespace halflsb
