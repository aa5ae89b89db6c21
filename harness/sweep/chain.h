// A scheme's list of steps as vector passes: out(N) for runs of consecutive N, exactly, in lanes as narrow as is proved to suffice.
// It follows the steps one by one and knows nothing of the prover's normal form, whose second opinion it is.
// Lemma W2: over a run every value is anchor + lane with 0 <= lane <= top, where the anchor is exact in 128 bits and top depends on
// the steps alone: a product scales the lane, a quotient keeps floor(anchor / d) as the new anchor and floor((rest + lane) / d) as
// the lane, and a negative multiplier turns the lane round. compile() bounds them all.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "harness/sweep/passes.h"
#include "reference/scheme/scheme.h"

namespace halflsb {

// Values of a run: base + x[i].
template <class Lane>
struct LaneRow {
  const Lane* x;
  Int128 base;
  std::uint64_t top;  // no x is above
  bool may_overflow;  // a step's values may leave its register somewhere on the run
};

template <class Lane>
struct Scratch {
  alignas(64) std::array<std::array<Lane, kLanes>, 3> buffer;
};

class Chain {
 public:
  // Empty where 128 bits are not proved to suffice for |N| <= largest. `output`: a clamp behind the last step.
  [[nodiscard]] static std::optional<Chain> compile(const Scheme& scheme, const std::optional<Interval>& output,
                                                    const Integer& largest);

  // Bits of the lanes that suffice: 32 or 64; 0 where the passes cannot be used.
  [[nodiscard]] int lane_bits() const { return lane_bits_; }

  // n <= kLanes. Lane has at least lane_bits() bits.
  template <class Lane>
  [[nodiscard]] LaneRow<Lane> run(Int128 from, std::size_t n, Scratch<Lane>& scratch, const Passes& passes) const;

  [[nodiscard]] Int128 value(Int128 n) const;
  // A step that does not saturate leaves its register.
  [[nodiscard]] bool overflows(Int128 n) const;
  [[nodiscard]] std::uint64_t top() const { return stages_.empty() ? kLanes - 1 : stages_.back().top; }
  [[nodiscard]] const Integer& largest_value() const { return largest_value_; }  // no |out(N)| is above

 private:
  struct Stage {
    Int128 multiplier, addend, divisor;
    int shift;  // divisor = 2^shift, or -1
    RoundingMode rounding;
    bool saturating, guarded;
    unsigned significand;
    Int128 lo, hi;  // of the register, where it saturates or is guarded
    std::uint64_t top_before, top_product, top;
    Reciprocal<std::uint32_t> by32;
    Reciprocal<std::uint64_t> by64;
  };
  template <class Lane>
  class Runner;

  [[nodiscard]] static Stage stage_of(const Step& step);
  [[nodiscard]] bool bound_lanes();
  [[nodiscard]] static Int128 quotient(const Stage& stage, Int128 value);
  [[nodiscard]] static Int128 rounded(const Stage& stage, Int128 value);

  std::vector<Stage> stages_;
  int lane_bits_ = 0;
  Integer largest_value_;
};

}  // namespace halflsb
