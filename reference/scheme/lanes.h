// clamp(evaluate(scheme, N), lo, hi) for arrays of int32 accumulators, on 64-bit lanes: about 10 times faster than the twin.
// Lemma S6: a step without rounding and saturation joins the next one; common powers of two of multiplier, addend and divisor cancel.
// Lemma S7: a joined step is monotone, so that what it makes of [a, b] lies between what it makes of a and of b: where 63 bits
// hold every value on the way for the two ends of int32, they hold it for every accumulator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "reference/scheme/scheme.h"

namespace halflsb {
namespace lanes {

inline constexpr std::size_t kBlock = 8;  // accumulators that are run at once, and a divisor of the parameters' period

enum class Product { none, low_halves, whole };  // low_halves: both factors fit int32
enum class Rounding { none, down, ties_away };

// x -> floor((x * multiplier + addend + nudge) / 2^shift), then saturated. Rounding away from zero on ties: nudge is half the
// divisor, less 1 for a negative x * multiplier + addend; else it is 0 and the addend has the half.
struct LaneStep {
  bool multiplies = false, adds = false, nudges = false, shifts = false, saturates = false;
  bool halves_suffice = true;  // to multiply: x and the multiplier fit int32
  std::int64_t lo = 0, hi = 0;
  std::vector<std::int64_t> multiplier, addend, half, shift;  // the channels', repeated up to a multiple of 8

  [[nodiscard]] Product product() const {
    if (!multiplies) return Product::none;
    return halves_suffice ? Product::low_halves : Product::whole;
  }
  [[nodiscard]] Rounding rounding() const {
    if (!shifts) return Rounding::none;
    return nudges ? Rounding::ties_away : Rounding::down;
  }
};

}  // namespace lanes

class Lanes {
 public:
  // One scheme for all accumulators, or one per channel, channels varying fastest. Empty where S7 does not hold, where a divisor is
  // no power of two or a mode is none of down, ties_up and ties_away, or where the channels' steps differ in kind.
  [[nodiscard]] static std::optional<Lanes> compile(std::span<const Scheme> schemes, std::int32_t lo, std::int32_t hi);

  // The first accumulator is one of channel 0.
  void run(const std::int32_t* accumulators, std::int32_t* outputs, std::size_t count) const;

  // The same without AVX2, from accumulator `first` on.
  void run_plain(const std::int32_t* accumulators, std::int32_t* outputs, std::size_t first, std::size_t count) const;

 private:
  struct Compiler;

  [[nodiscard]] std::int64_t evaluate_lane(std::int64_t value, std::size_t phase) const;
  void run_avx2(const std::int32_t* accumulators, std::int32_t* outputs, std::size_t count) const;
  void shift_first();
  void add_last();

  std::vector<std::int32_t> before_;  // right shifts of the accumulators, repeated like a step's parameters
  std::vector<lanes::LaneStep> steps_;
  std::size_t period_ = 8;  // of the parameters
  bool one_ = true;         // scheme for all
  // clamp(x + last, lo, hi) = clamp(x, lo - last, hi - last) + last, and the sum wraps to that in 32 bits.
  std::int64_t lo_ = 0, hi_ = 0, last_ = 0;
};

}  // namespace halflsb
