#include "reference/scheme/twin.h"

namespace halflsb {
namespace {

const Integer kLimit = pow2(126);
const Integer kNarrowLimit = pow2(62);

}  // namespace

std::optional<Twin> Twin::compile(const Scheme& scheme, const Integer& largest_accumulator) {
  Twin twin;
  Integer bound = abs(largest_accumulator);
  bool narrow = bound < kNarrowLimit;
  for (const Step& step : scheme.steps) {
    bound = bound * abs(step.multiplier) + abs(step.addend);
    if (bound >= kLimit || step.divisor >= kLimit || abs(step.multiplier) >= kLimit) return std::nullopt;
    narrow = narrow && bound < kNarrowLimit && step.divisor < kNarrowLimit && abs(step.multiplier) < kNarrowLimit;
    FastStep<Int128> fast{to_int128(step.multiplier),
                          to_int128(step.addend),
                          to_int128(step.divisor),
                          0,
                          0,
                          -1,
                          step.rounding,
                          step.saturating,
                          step.significand};
    const unsigned exponent = bit_length(step.divisor) - 1;
    if (step.divisor == pow2(exponent)) fast.shift = static_cast<int>(exponent);
    bound = floor_div<Integer>(bound, step.divisor) + 1;  // |round(x)| <= floor(|x|) + 1 in every mode
    if (step.significand > 0) {
      bound = pow2(bit_length(bound));  // lemma E7
      if (bound * step.divisor >= kLimit) return std::nullopt;
      narrow = narrow && bound * step.divisor < kNarrowLimit;
    }
    if (step.saturating) {
      const Interval range = signed_range(step.width);
      fast.lo = to_int128(range.lo);
      fast.hi = to_int128(range.hi);
    }
    twin.steps_.push_back(fast);
  }
  const auto cut = [](Int128 value) { return static_cast<std::int64_t>(value); };
  for (const FastStep<Int128>& step : twin.steps_) {
    // Saturation to a register wider than the bound changes nothing.
    const bool saturating = step.saturating && step.lo >= INT64_MIN && step.hi <= INT64_MAX;
    if (narrow) {
      twin.narrow_.push_back({cut(step.multiplier), cut(step.addend), cut(step.divisor), saturating ? cut(step.lo) : 0,
                              saturating ? cut(step.hi) : 0, step.shift, step.rounding, saturating, step.significand});
    }
  }
  return twin;
}

template <class Int>
Int Twin::run(const std::vector<FastStep<Int>>& steps, Int value) {
  for (const FastStep<Int>& step : steps) {
    value = value * step.multiplier + step.addend;
    if (step.significand > 0) {
      value = round_significant<Int>(value, step.divisor, step.significand, step.rounding);
    } else if (step.shift >= 0 && step.rounding == RoundingMode::down) {
      value >>= step.shift;  // arithmetic in GCC and Clang: floor
    } else if (step.divisor != 1) {
      value = round_quotient<Int>(value, step.divisor, step.rounding);
    }
    if (step.saturating) value = value < step.lo ? step.lo : (value > step.hi ? step.hi : value);
  }
  return value;
}

Int128 Twin::operator()(Int128 value) const {
  // A scheme without steps is the identity in either width.
  if (narrow_.empty()) return run<Int128>(steps_, value);
  return run<std::int64_t>(narrow_, static_cast<std::int64_t>(value));
}

}  // namespace halflsb
