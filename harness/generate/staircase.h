// The steps of a scheme in 128-bit integers, for the generators and the health of a run: what each step makes of N,
// whether N sits on a tie or leaves a register, and which N makes a step reach a level. The reference alone decides
// what is right; this only says where to look. Every step is monotone in its input, so that its value is monotone in N.
#pragma once

#include <optional>
#include <vector>

#include "reference/scheme/scheme.h"

namespace halflsb {

class Staircase {
 public:
  // Accumulators, and int32 biases minus an int32 zero point, lie within +-2^kReach.
  static constexpr int kReach = 33;

  // Empty where a bound on the intermediates for |N| <= 2^kReach reaches 2^126.
  [[nodiscard]] static std::optional<Staircase> compile(const Scheme& scheme);

  struct Tread {
    Int128 multiplier, addend, divisor;
    Int128 lo, hi;  // the register, where width > 0
    Int128 tie;     // the residue modulo divisor, after the addend, of an exact tie; -1: this step has none
    int shift;      // divisor = 2^shift, or -1
    int width;      // 0: unbounded
    RoundingMode rounding;
    bool saturating;
  };

  [[nodiscard]] const std::vector<Tread>& treads() const { return treads_; }
  [[nodiscard]] std::size_t last() const { return treads_.size() - 1; }
  [[nodiscard]] bool rising(std::size_t step) const {
    return rising_[step];
  }  // the step's value never falls as N grows
  // After the steps 0 .. step; the scheme must have steps.
  [[nodiscard]] Int128 value(std::int64_t n, std::size_t step) const;
  [[nodiscard]] Int128 output(std::int64_t n) const { return value(n, last()); }

  // The smallest N in [-2^kReach, 2^kReach] from which on the step's value is at least `level`, or below it where the
  // value falls as N grows; 2^kReach where there is none.
  [[nodiscard]] std::int64_t preimage(std::size_t step, Int128 level) const;

  [[nodiscard]] bool on_tie(std::int64_t n) const;  // of any rounding step
  [[nodiscard]] bool leaves_registers(
      std::int64_t n) const;  // some step's value does not fit its register, saturated or not

 private:
  std::vector<Tread> treads_;
  std::vector<bool> rising_;
};

}  // namespace halflsb
