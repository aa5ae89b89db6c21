#include "reference/scheme/twin.h"

namespace halflsb {
namespace {

const Integer kLimit = pow2(126);

}  // namespace

std::optional<Twin> Twin::compile(const Scheme& scheme, const Integer& largest_accumulator) {
  Twin twin;
  Integer bound = abs(largest_accumulator);
  for (const Step& step : scheme.steps) {
    bound = bound * abs(step.multiplier) + abs(step.addend);
    if (bound >= kLimit || step.divisor >= kLimit || abs(step.multiplier) >= kLimit) return std::nullopt;
    FastStep fast{to_int128(step.multiplier),
                  to_int128(step.addend),
                  to_int128(step.divisor),
                  0,
                  0,
                  -1,
                  step.rounding,
                  step.saturating};
    const unsigned exponent = bit_length(step.divisor) - 1;
    if (step.divisor == pow2(exponent)) fast.shift = static_cast<int>(exponent);
    bound = floor_div<Integer>(bound, step.divisor) + 1;  // |round(x)| <= floor(|x|) + 1 in every mode
    if (step.saturating) {
      const Interval range = signed_range(step.width);
      fast.lo = to_int128(range.lo);
      fast.hi = to_int128(range.hi);
    }
    twin.steps_.push_back(fast);
  }
  return twin;
}

Int128 Twin::operator()(Int128 value) const {
  for (const FastStep& step : steps_) {
    value = value * step.multiplier + step.addend;
    if (step.shift >= 0 && step.rounding == RoundingMode::down) {
      value >>= step.shift;  // arithmetic in GCC and Clang: floor
    } else {
      value = round_quotient<Int128>(value, step.divisor, step.rounding);
    }
    if (step.saturating) value = value < step.lo ? step.lo : (value > step.hi ? step.hi : value);
  }
  return value;
}

}  // namespace halflsb
