#include "harness/sweep/chain.h"

#include <algorithm>
#include <numeric>

namespace halflsb {
namespace {

const Integer kLimit = pow2(126);
constexpr Int128 kMost32 = Int128{1} << 31, kMost64 = Int128{1} << 62;

template <class Lane>
const std::array<Lane, kLanes>& counting() {
  static const std::array<Lane, kLanes> numbers = [] {
    std::array<Lane, kLanes> from_zero{};
    std::iota(from_zero.begin(), from_zero.end(), Lane{0});
    return from_zero;
  }();
  return numbers;
}

Int128 within(Int128 value, Int128 lo, Int128 hi) { return value < lo ? lo : (value > hi ? hi : value); }

// What is added before the floor so that it rounds as the mode says, for values of one sign; ties to even round as ties up first.
Int128 rounding_addend(RoundingMode mode, bool negative, Int128 divisor) {
  switch (mode) {
    case RoundingMode::ties_to_even:
    case RoundingMode::ties_up: return divisor / 2;
    case RoundingMode::ties_away: return negative ? divisor - divisor / 2 - 1 : divisor / 2;
    case RoundingMode::toward_zero: return negative ? divisor - 1 : 0;
    case RoundingMode::up: return divisor - 1;
    case RoundingMode::down: break;
  }
  return 0;
}

}  // namespace

Chain::Stage Chain::stage_of(const Step& step) {
  Stage stage{};
  stage.multiplier = to_int128(step.multiplier);
  stage.addend = to_int128(step.addend);
  stage.divisor = to_int128(step.divisor);
  const unsigned exponent = bit_length(step.divisor) - 1;
  stage.shift = step.divisor == pow2(exponent) ? static_cast<int>(exponent) : -1;
  stage.rounding = step.rounding;
  stage.saturating = step.saturating;
  stage.significand = step.significand;
  // A register wider than every value of the chain holds them all.
  stage.guarded = !step.saturating && step.width > 0 && step.width < 127;
  if (step.saturating || stage.guarded) {
    const Interval range = signed_range(std::min(step.width, 127));
    stage.lo = to_int128(range.lo);
    stage.hi = to_int128(range.hi);
  }
  return stage;
}

std::optional<Chain> Chain::compile(const Scheme& scheme, const std::optional<Interval>& output,
                                    const Integer& largest) {
  Chain chain;
  if (abs(largest) >= pow2(62)) return std::nullopt;
  Integer bound = abs(largest) + kLanes, value = bound;
  for (const Step& step : scheme.steps) {
    // The anchor of lanes that are turned round is off by a lane, below 2^62.
    bound = (bound + (step.multiplier < 0 ? pow2(62) : Integer(0))) * abs(step.multiplier) + abs(step.addend) +
            2 * step.divisor;
    if (bound >= kLimit) return std::nullopt;
    chain.stages_.push_back(stage_of(step));
    bound = floor_div<Integer>(bound, step.divisor) + 2;
    value = floor_div<Integer>(Integer(value * abs(step.multiplier) + abs(step.addend)), step.divisor) + 1;
    if (step.significand > 0) {  // lemma E7: up to the next power of two, and quotients by spacings below that
      bound = pow2(bit_length(bound));
      value = pow2(bit_length(value));
      if (bound * step.divisor >= kLimit) return std::nullopt;
    }
  }
  chain.largest_value_ = value;
  if (output) {
    chain.largest_value_ = std::max(abs(output->lo), abs(output->hi));
    if (abs(output->lo) >= kLimit || abs(output->hi) >= kLimit) return std::nullopt;
    Step clamp;
    chain.stages_.push_back(stage_of(clamp));
    Stage& stage = chain.stages_.back();
    stage.saturating = true;
    stage.lo = to_int128(output->lo);
    stage.hi = to_int128(output->hi);
  }
  if (!chain.bound_lanes()) chain.lane_bits_ = 0;
  return chain;
}

// Bounds the lanes; false where 64 bits do not hold them.
bool Chain::bound_lanes() {
  lane_bits_ = 32;
  Int128 top = kLanes - 1;
  for (Stage& stage : stages_) {
    if (stage.significand > 0) return false;  // no lane rounds to a place of its own
    const Int128 multiplier = stage.multiplier < 0 ? -stage.multiplier : stage.multiplier;
    stage.top_before = static_cast<std::uint64_t>(top);
    if (multiplier >= kMost64 || stage.divisor >= kMost64 / 4) return false;
    top *= multiplier;
    // The rest, an addend by sign and the spare level of ties to even are each below d.
    const Int128 most = std::max(multiplier, stage.divisor == 1 ? top : top + 3 * stage.divisor);
    if (most >= kMost64) return false;
    if (most >= kMost32) lane_bits_ = 64;
    stage.top_product = static_cast<std::uint64_t>(top);
    if (stage.divisor != 1) {
      top = (top + 3 * stage.divisor) / stage.divisor;
      stage.by64 = reciprocal(static_cast<std::uint64_t>(stage.divisor));
      if (stage.divisor < kMost32) stage.by32 = reciprocal(static_cast<std::uint32_t>(stage.divisor));
    }
    if (stage.saturating) top = std::min(top, stage.hi - stage.lo);
    stage.top = static_cast<std::uint64_t>(top);
  }
  return true;
}

Int128 Chain::quotient(const Stage& stage, Int128 value) {
  if (stage.shift >= 0) return value >> stage.shift;  // arithmetic in GCC and Clang: floor
  return floor_div<Int128>(value, stage.divisor);
}

Int128 Chain::rounded(const Stage& stage, Int128 value) {
  if (stage.significand > 0) {
    return round_significant<Int128>(value, stage.divisor, stage.significand, stage.rounding);
  }
  return stage.divisor == 1 ? value : round_quotient<Int128>(value, stage.divisor, stage.rounding);
}

Int128 Chain::value(Int128 n) const {
  for (const Stage& stage : stages_) {
    n = rounded(stage, n * stage.multiplier + stage.addend);
    if (stage.saturating) n = within(n, stage.lo, stage.hi);
  }
  return n;
}

bool Chain::overflows(Int128 n) const {
  for (const Stage& stage : stages_) {
    n = rounded(stage, n * stage.multiplier + stage.addend);
    if (stage.guarded && (n < stage.lo || n > stage.hi)) return true;
    if (stage.saturating) n = within(n, stage.lo, stage.hi);
  }
  return false;
}

template <class Lane>
class Chain::Runner {
 public:
  Runner(Int128 from, std::size_t n, Scratch<Lane>& scratch, const LanePasses<Lane>& passes)
      : n_(n), scratch_(scratch), passes_(passes), x_(counting<Lane>().data()), base_(from), top_(kLanes - 1) {}

  void step(const Stage& stage) {
    multiply(stage);
    if (stage.divisor != 1) divide(stage);
    if (stage.guarded) may_overflow_ = may_overflow_ || base_ < stage.lo || base_ + Int128{stage.top} > stage.hi;
    if (stage.saturating) saturate(stage);
    top_ = stage.top;
  }

  LaneRow<Lane> finish() {
    materialize();
    return {x_, base_, top_, may_overflow_};
  }

 private:
  // A buffer that is not being read.
  Lane* fresh() {
    next_ = (next_ + 1) % scratch_.buffer.size();
    return scratch_.buffer[next_].data();
  }

  // (x * pending + addend) >> shift
  void multiply_shift(Lane addend, int shift) {
    Lane* to = fresh();
    passes_.multiply_shift(x_, to, n_, pending_, addend, shift, pending_ != 1 && narrow_ && pending_ <= UINT32_MAX);
    x_ = to;
    pending_ = 1;
  }
  void materialize() {
    if (pending_ != 1) multiply_shift(0, 0);
  }

  void multiply(const Stage& stage) {
    base_ = base_ * stage.multiplier + stage.addend;
    if (stage.multiplier == 1) return;
    if (stage.multiplier < 0) {
      materialize();
      Lane* to = fresh();
      passes_.flip(x_, to, n_, static_cast<Lane>(stage.top_before));
      x_ = to;
      base_ += stage.multiplier * Int128{stage.top_before};
    }
    if (pending_ == 1) narrow_ = stage.top_before <= UINT32_MAX;
    const Int128 size = stage.multiplier < 0 ? -stage.multiplier : stage.multiplier;
    // Below the bound of a lane, or the lane is 0 throughout.
    pending_ = stage.top_product == 0 ? Lane{0} : static_cast<Lane>(pending_ * static_cast<Lane>(size));
  }

  void divide(const Stage& stage) {
    const Int128 d = stage.divisor;
    const Int128 positive = rounding_addend(stage.rounding, false, d),
                 negative = rounding_addend(stage.rounding, true, d);
    Int128 addend = positive;
    if (positive != negative) {
      const Int128 threshold = within(-base_, 0, Int128{stage.top_product} + 1);  // lanes below are negative
      if (threshold > Int128{stage.top_product}) {
        addend = negative;
      } else if (threshold > 0) {
        addend = std::min(positive, negative);
        materialize();
        Lane* to = fresh();
        passes_.add_by_sign(x_, to, n_, static_cast<Lane>(threshold), static_cast<Lane>(negative - addend),
                            static_cast<Lane>(positive - addend));
        x_ = to;
      }
    }
    base_ += addend;
    Int128 level = quotient(stage, base_);
    Int128 rest = base_ - level * d;
    const bool to_even = stage.rounding == RoundingMode::ties_to_even && d % 2 == 0;
    if (to_even) {  // a spare level, so that a lane that gives one back stays at 0 or above
      --level;
      rest += d;
    }
    base_ = level;
    if (!to_even && stage.shift >= 0) {
      multiply_shift(static_cast<Lane>(rest), stage.shift);
      return;
    }
    if (rest != 0 || pending_ != 1) multiply_shift(static_cast<Lane>(rest), 0);
    const Lane* dividend = x_;
    Lane* to = fresh();
    if constexpr (sizeof(Lane) == sizeof(std::uint32_t)) {
      passes_.divide(x_, to, n_, stage.by32);
    } else {
      passes_.divide(x_, to, n_, stage.by64);
    }
    x_ = to;
    if (!to_even) return;
    Lane* even = fresh();
    passes_.ties_to_even(dividend, x_, even, n_, static_cast<Lane>(d), static_cast<Lane>(level & 1));
    x_ = even;
  }

  void saturate(const Stage& stage) {
    materialize();
    const Int128 top = stage.divisor == 1 ? Int128{stage.top_product} : top_after_division(stage);
    const Int128 lo = within(stage.lo - base_, 0, top), hi = within(stage.hi - base_, 0, top);
    if (lo != 0 || hi != top) {
      Lane* to = fresh();
      passes_.clamp(x_, to, n_, static_cast<Lane>(lo), static_cast<Lane>(hi));
      x_ = to;
    }
    base_ = within(base_, stage.lo, stage.hi);
  }
  static Int128 top_after_division(const Stage& stage) {
    return (Int128{stage.top_product} + 3 * stage.divisor) / stage.divisor;
  }

  std::size_t n_;
  Scratch<Lane>& scratch_;
  const LanePasses<Lane>& passes_;
  const Lane* x_;
  Int128 base_;
  std::uint64_t top_;
  Lane pending_ = 1;    // the lanes are x times this
  bool narrow_ = true;  // x is below 2^32, where the lanes are more than x
  bool may_overflow_ = false;
  std::size_t next_ = 0;
};

template <class Lane>
LaneRow<Lane> Chain::run(Int128 from, std::size_t n, Scratch<Lane>& scratch, const Passes& passes) const {
  Runner<Lane> runner(from, n, scratch, passes.of<Lane>());
  for (const Stage& stage : stages_) runner.step(stage);
  return runner.finish();
}

template LaneRow<std::uint32_t> Chain::run(Int128, std::size_t, Scratch<std::uint32_t>&, const Passes&) const;
template LaneRow<std::uint64_t> Chain::run(Int128, std::size_t, Scratch<std::uint64_t>&, const Passes&) const;

}  // namespace halflsb
