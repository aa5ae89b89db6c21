// How lanes come to be: steps joined, cut down, and proved to fit.
#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>

#include "reference/scheme/lanes.h"

namespace halflsb {

using lanes::LaneStep;

namespace {

constexpr int kBits = 62;  // magnitudes below 2^62 join in 128 bits

// A channel's way up to here: the joined step that waits for a divisor or a saturation, and what it starts from.
struct Channel {
  Int128 multiplier = 1, addend = 0;
  std::int64_t lo = INT32_MIN, hi = INT32_MAX;
};

bool is_small(Int128 value) { return value < Int128{1} << kBits && value > -(Int128{1} << kBits); }

std::optional<Int128> small(const Integer& value) {
  static const Integer limit = pow2(kBits);
  static const Integer least = -limit;
  if (value >= limit || value <= least) return std::nullopt;
  return value.convert_to<std::int64_t>();
}

// log2 of a power of two up to 2^62; -1 of anything else.
int exponent_of(const Integer& divisor) {
  static const Integer limit = pow2(kBits);
  if (divisor > limit) return -1;
  const auto value = divisor.convert_to<std::uint64_t>();
  return std::has_single_bit(value) ? std::countr_zero(value) : -1;
}

int trailing_zeros(Int128 value) {
  return value == 0 ? kBits : std::min(kBits, std::countr_zero(static_cast<std::uint64_t>(value)));
}

bool fits_int32(std::int64_t value) { return value == static_cast<std::int32_t>(value); }

bool join(Channel& channel, const Step& step) {
  const auto multiplier = small(step.multiplier);
  const auto addend = small(step.addend);
  if (!multiplier || !addend) return false;
  channel.addend = channel.addend * *multiplier + *addend;
  channel.multiplier *= *multiplier;
  return is_small(channel.addend) && is_small(channel.multiplier);
}

}  // namespace

struct Lanes::Compiler {
  std::span<const Scheme> schemes;
  std::vector<Channel> channels;

  [[nodiscard]] bool ends_at(std::size_t k) const {
    if (k + 1 == schemes[0].steps.size()) return true;
    return std::any_of(schemes.begin(), schemes.end(), [&](const Scheme& scheme) {
      return scheme.steps[k].saturating || scheme.steps[k].divisor != 1 || scheme.steps[k].significand > 0;
    });
  }

  // One channel's part of a lane step. False where lemma S7 does not hold or the step is of another kind than channel 0's.
  [[nodiscard]] bool close(LaneStep& to, std::size_t k, std::size_t c) {
    const Step& step = schemes[c].steps[k];
    const Step& model = schemes[0].steps[k];
    Channel& channel = channels[c];
    int shift = exponent_of(step.divisor);
    const bool same_kind =
        step.rounding == model.rounding && step.saturating == model.saturating && step.width == model.width;
    if (shift < 0 || !same_kind || step.significand > 0) return false;
    const int common =
        std::min({shift, trailing_zeros(channel.multiplier), trailing_zeros(channel.addend)});  // lemma S6
    channel.multiplier >>= common;
    channel.addend >>= common;
    shift -= common;
    const std::int64_t half = shift == 0 ? 0 : std::int64_t{1} << (shift - 1);
    const bool away = step.rounding == RoundingMode::ties_away;
    if (shift > 0 && step.rounding != RoundingMode::down && step.rounding != RoundingMode::ties_up && !away)
      return false;
    if (step.rounding == RoundingMode::ties_up) channel.addend += half;
    const auto multiplier = static_cast<std::int64_t>(channel.multiplier);
    const auto addend = static_cast<std::int64_t>(channel.addend);
    to.multiplier.push_back(multiplier);
    to.addend.push_back(addend);
    to.half.push_back(away ? half : 0);
    to.shift.push_back(shift);
    // Where one channel multiplies, all do: a value beyond int32 that is multiplied by 1 counts as well.
    to.multiplies = to.multiplies || multiplier != 1;
    to.halves_suffice = to.halves_suffice && fits_int32(multiplier) && fits_int32(channel.lo) && fits_int32(channel.hi);
    to.adds = to.adds || addend != 0;
    to.nudges = to.nudges || to.half.back() != 0;
    to.shifts = to.shifts || shift != 0;
    return narrow_to_range(channel, to, c);
  }

  // Lemma S7: the two ends bound what every accumulator becomes.
  [[nodiscard]] static bool narrow_to_range(Channel& channel, const LaneStep& step, std::size_t c) {
    for (std::int64_t* end : {&channel.lo, &channel.hi}) {
      const Int128 sum = *end * channel.multiplier + channel.addend;
      const Int128 nudged = sum + step.half[c] - (step.half[c] != 0 && sum < 0 ? 1 : 0);
      for (const Int128 value : {sum, nudged}) {
        if (value > INT64_MAX || value < INT64_MIN) return false;
      }
      *end = static_cast<std::int64_t>(nudged) >> step.shift[c];
      if (step.saturates) *end = std::clamp(*end, step.lo, step.hi);
    }
    if (channel.lo > channel.hi) std::swap(channel.lo, channel.hi);
    channel.multiplier = 1;
    channel.addend = 0;
    return true;
  }

  // The steps of every channel, one entry per channel in each array.
  [[nodiscard]] std::optional<std::vector<LaneStep>> steps() {
    std::vector<LaneStep> all;
    for (std::size_t k = 0; k < schemes[0].steps.size(); ++k) {
      for (std::size_t c = 0; c < schemes.size(); ++c) {
        if (schemes[c].steps.size() != schemes[0].steps.size() || !join(channels[c], schemes[c].steps[k])) return {};
      }
      if (!ends_at(k)) continue;
      LaneStep step;
      const int width = schemes[0].steps[k].width;
      step.saturates = schemes[0].steps[k].saturating && width < 64;  // 64 bits and more hold what a lane holds
      if (step.saturates) {
        step.hi = static_cast<std::int64_t>((std::uint64_t{1} << (width - 1)) - 1);
        step.lo = -step.hi - 1;
      }
      for (std::size_t c = 0; c < schemes.size(); ++c) {
        if (!close(step, k, c)) return {};
      }
      const bool changes = step.multiplies || step.adds || step.shifts || step.saturates;
      if (changes) all.push_back(std::move(step));
    }
    return all;
  }
};

std::optional<Lanes> Lanes::compile(std::span<const Scheme> schemes, std::int32_t lo, std::int32_t hi) {
  Compiler compiler{schemes, std::vector<Channel>(schemes.size())};
  auto steps = compiler.steps();
  if (!steps) return std::nullopt;
  Lanes lanes;
  lanes.steps_ = *std::move(steps);
  lanes.period_ = std::lcm(schemes.size(), lanes::kBlock);
  lanes.one_ = schemes.size() == 1;
  lanes.lo_ = lo;
  lanes.hi_ = hi;
  for (LaneStep& step : lanes.steps_) {
    for (auto* values : {&step.multiplier, &step.addend, &step.half, &step.shift}) {
      values->resize(lanes.period_);
      for (std::size_t i = schemes.size(); i < lanes.period_; ++i) (*values)[i] = (*values)[i - schemes.size()];
    }
  }
  lanes.before_.assign(lanes.period_, 0);
  lanes.shift_first();
  lanes.add_last();
  return lanes;
}

// A first step that only shifts is done on the 32-bit accumulators; all of their bits are gone after 31.
void Lanes::shift_first() {
  if (steps_.empty()) return;
  const LaneStep& step = steps_.front();
  if (step.multiplies || step.adds || step.nudges || step.saturates) return;
  for (std::size_t i = 0; i < period_; ++i)
    before_[i] = static_cast<std::int32_t>(std::min<std::int64_t>(step.shift[i], 31));
  steps_.erase(steps_.begin());
}

// A last step that only adds, the same for all channels (a zero point), becomes part of the clamp.
void Lanes::add_last() {
  if (steps_.empty()) return;
  const LaneStep& step = steps_.back();
  const auto& addend = step.addend;
  if (step.multiplies || step.shifts || step.saturates) return;
  if (std::adjacent_find(addend.begin(), addend.end(), std::not_equal_to<>()) != addend.end()) return;
  last_ = addend.front();
  lo_ -= last_;
  hi_ -= last_;
  steps_.pop_back();
}

}  // namespace halflsb
