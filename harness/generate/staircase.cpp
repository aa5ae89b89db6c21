#include "harness/generate/staircase.h"

namespace halflsb {
namespace {

const Integer kLimit = pow2(126);

// round((value * multiplier + addend) / divisor). Before the division it is also given to `seen`.
template <class Seen>
Int128 tread_value(const Staircase::Tread& t, Int128 value, Seen seen) {
  const Int128 sum = value * t.multiplier + t.addend;
  seen(sum);
  if (t.shift < 0) return round_quotient<Int128>(sum, t.divisor, t.rounding);
  if (t.shift == 0) return sum;
  const Int128 floor = sum >> t.shift;  // arithmetic in GCC and Clang: floor
  if (t.rounding == RoundingMode::down) return floor;
  const Int128 below = sum & (t.divisor - 1);
  if (below == 0) return floor;
  const Int128 above = t.divisor - below;
  const Fraction fraction{below < above ? -1 : (below > above ? 1 : 0), (floor & 1) != 0, sum < 0};
  return rounds_up(t.rounding, fraction) ? floor + 1 : floor;
}

Int128 saturated(const Staircase::Tread& t, Int128 value) {
  if (!t.saturating) return value;
  return value < t.lo ? t.lo : (value > t.hi ? t.hi : value);
}

bool rounds_to_nearest(RoundingMode mode) {
  return mode == RoundingMode::ties_to_even || mode == RoundingMode::ties_away || mode == RoundingMode::ties_up;
}

}  // namespace

std::optional<Staircase> Staircase::compile(const Scheme& scheme) {
  Staircase staircase;
  Integer bound = pow2(kReach);
  Int128 added = 0;  // by this step and by the one before where that did not divide
  bool rising = true;
  for (const Step& step : scheme.steps) {
    if (step.significand > 0) return std::nullopt;
    bound = bound * abs(step.multiplier) + abs(step.addend);
    if (bound >= kLimit || step.divisor >= kLimit || abs(step.multiplier) >= kLimit || step.width > 126) {
      return std::nullopt;
    }
    Tread t{to_int128(step.multiplier),
            to_int128(step.addend),
            to_int128(step.divisor),
            0,
            0,
            -1,
            -1,
            step.width,
            step.rounding,
            step.saturating};
    const unsigned exponent = bit_length(step.divisor) - 1;
    if (step.divisor == pow2(exponent)) t.shift = static_cast<int>(exponent);
    if (step.width > 0) {
      t.hi = (Int128{1} << (step.width - 1)) - 1;
      t.lo = -t.hi - 1;
    }
    added = t.multiplier == 1 ? added + t.addend : t.addend;
    if (t.divisor > 1 && t.divisor % 2 == 0) {
      if (rounds_to_nearest(t.rounding)) t.tie = t.divisor / 2;
      if (t.rounding == RoundingMode::down && added == t.divisor / 2)
        t.tie = 0;  // half was added, then the floor taken
    }
    if (t.divisor > 1) added = 0;
    bound = floor_div<Integer>(bound, step.divisor) + 1;
    rising = rising == (t.multiplier >= 0);
    staircase.treads_.push_back(t);
    staircase.rising_.push_back(rising);
  }
  if (staircase.treads_.empty()) return std::nullopt;
  return staircase;
}

Int128 Staircase::value(std::int64_t n, std::size_t step) const {
  Int128 value = n;
  for (std::size_t i = 0; i <= step; ++i) {
    value = saturated(treads_[i], tread_value(treads_[i], value, [](Int128) {}));
  }
  return value;
}

std::int64_t Staircase::preimage(std::size_t step, Int128 level) const {
  std::int64_t lo = -(std::int64_t{1} << kReach);
  std::int64_t hi = std::int64_t{1} << kReach;
  while (lo < hi) {
    const std::int64_t middle = (lo + hi) >> 1;
    if ((value(middle, step) >= level) == rising_[step]) {
      hi = middle;
    } else {
      lo = middle + 1;
    }
  }
  return lo;
}

bool Staircase::on_tie(std::int64_t n) const {
  Int128 value = n;
  bool tie = false;
  for (const Tread& t : treads_) {
    value = saturated(t, tread_value(t, value, [&](Int128 sum) {
                        if (t.tie < 0) return;
                        const Int128 residue =
                            t.shift >= 0 ? sum & (t.divisor - 1) : sum - floor_div<Int128>(sum, t.divisor) * t.divisor;
                        tie = tie || residue == t.tie;
                      }));
  }
  return tie;
}

bool Staircase::leaves_registers(std::int64_t n) const {
  Int128 value = n;
  for (const Tread& t : treads_) {
    value = tread_value(t, value, [](Int128) {});
    if (t.width > 0 && (value < t.lo || value > t.hi)) return true;
    value = saturated(t, value);
  }
  return false;
}

}  // namespace halflsb
