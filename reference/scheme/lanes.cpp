#include "reference/scheme/lanes.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>
#include <type_traits>

#include "reference/exact/avx2.h"

namespace halflsb {

using lanes::LaneStep;

namespace {

constexpr std::size_t kBlock = 8;
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
      return scheme.steps[k].saturating || scheme.steps[k].divisor != 1;
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
    if (shift < 0 || !same_kind) return false;
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
  lanes.period_ = std::lcm(schemes.size(), kBlock);
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

// Unsigned sums and products: the value is in range by lemma S7, the way to it may wrap.
std::int64_t Lanes::evaluate_lane(std::int64_t value, std::size_t phase) const {
  value >>= before_[phase];
  for (const LaneStep& step : steps_) {
    const auto product = static_cast<std::uint64_t>(value) * static_cast<std::uint64_t>(step.multiplier[phase]);
    value = static_cast<std::int64_t>(product + static_cast<std::uint64_t>(step.addend[phase]));
    if (step.half[phase] != 0) value += step.half[phase] - (value < 0 ? 1 : 0);
    value >>= step.shift[phase];
    if (step.saturates) value = std::clamp(value, step.lo, step.hi);
  }
  return value;
}

void Lanes::run_plain(const std::int32_t* accumulators, std::int32_t* outputs, std::size_t first,
                      std::size_t count) const {
  std::size_t phase = first % period_;
  for (std::size_t i = first; i < count; ++i) {
    outputs[i] = static_cast<std::int32_t>(std::clamp(evaluate_lane(accumulators[i], phase), lo_, hi_) + last_);
    if (++phase == period_) phase = 0;
  }
}

#if defined(__x86_64__)

namespace {

using lanes::Product;
using lanes::Rounding;

HALFLSB_AVX2_INLINE __m256i clamp_lanes(__m256i x, __m256i low, __m256i high) {
  x = _mm256_blendv_epi8(x, low, _mm256_cmpgt_epi64(low, x));
  return _mm256_blendv_epi8(x, high, _mm256_cmpgt_epi64(x, high));
}

// The low 64 bits of each product.
HALFLSB_AVX2_INLINE __m256i whole_product(__m256i a, __m256i b) {
  const __m256i crossed = _mm256_mullo_epi32(a, _mm256_shuffle_epi32(b, 0xB1));
  const __m256i high = _mm256_slli_epi64(_mm256_add_epi32(crossed, _mm256_srli_epi64(crossed, 32)), 32);
  return _mm256_add_epi64(_mm256_mul_epu32(a, b), high);
}

HALFLSB_AVX2_INLINE __m128i load_128(const std::int32_t* from) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}

// Accumulators are shifted by `before`; a step's values are not.
HALFLSB_AVX2_INLINE __m256i four_lanes(const std::int64_t* x, __m128i) { return load_256(x); }
HALFLSB_AVX2_INLINE __m256i four_lanes(const std::int32_t* accumulators, __m128i before) {
  return _mm256_cvtepi32_epi64(_mm_srav_epi32(load_128(accumulators), before));
}

// One step from `from`, shifted by `before`, to `count` lanes at x, a multiple of 8, the first of which is at `phase` of the parameters.
// kOne: these are one channel's, all alike.
template <Product kProduct, Rounding kRounding, bool kOne, class From>
HALFLSB_AVX2 void run_step(const LaneStep& step, const std::int32_t* before, std::size_t phase, const From* from,
                           std::int64_t* x, std::size_t count) {
  const std::int64_t* const multipliers = step.multiplier.data();
  const std::int64_t* const addends = step.addend.data();
  const std::int64_t* const halves = step.half.data();
  const std::int64_t* const shifts = step.shift.data();
  const std::size_t period = step.multiplier.size();
  const __m256i zero = _mm256_setzero_si256();
  const __m256i sign = _mm256_set1_epi64x(INT64_MIN);
  __m128i first{};
  __m256i multiplier{}, addend{}, half{}, shift{}, less{}, lowest{};
  const auto load = [&](std::size_t at) HALFLSB_AVX2 {
    if constexpr (std::is_same_v<From, std::int32_t>) first = load_128(before + at);
    if constexpr (kProduct != Product::none) multiplier = load_256(multipliers + at);
    addend = load_256(addends + at);
    if constexpr (kRounding == Rounding::ties_away) {
      half = load_256(halves + at);
      less = _mm256_cmpgt_epi64(half, zero);  // -1 where there is a half
    }
    if constexpr (kRounding != Rounding::none) {
      shift = load_256(shifts + at);
      lowest = _mm256_srlv_epi64(sign, shift);
    }
  };
  if constexpr (kOne) load(0);
  for (std::size_t i = 0; i < count; i += 4) {
    if constexpr (!kOne) {
      load(phase);
      phase = phase + 4 == period ? 0 : phase + 4;
    }
    __m256i y = four_lanes(from + i, first);
    if constexpr (kProduct == Product::low_halves) y = _mm256_mul_epi32(y, multiplier);
    if constexpr (kProduct == Product::whole) y = whole_product(y, multiplier);
    y = _mm256_add_epi64(y, addend);
    if constexpr (kRounding == Rounding::ties_away) {
      y = _mm256_add_epi64(y, _mm256_add_epi64(half, _mm256_and_si256(_mm256_cmpgt_epi64(zero, y), less)));
    }
    // There is no arithmetic shift of 64-bit lanes: move the range to unsigned, shift, move it back.
    if constexpr (kRounding != Rounding::none) {
      y = _mm256_sub_epi64(_mm256_srlv_epi64(_mm256_xor_si256(y, sign), shift), lowest);
    }
    store_256(x + i, y);
  }
}

template <class From>
using RunStep = void (*)(const LaneStep&, const std::int32_t*, std::size_t, const From*, std::int64_t*, std::size_t);

template <Product kProduct, bool kOne, class From>
RunStep<From> step_of(Rounding rounding) {
  switch (rounding) {
    case Rounding::none: return run_step<kProduct, Rounding::none, kOne, From>;
    case Rounding::down: return run_step<kProduct, Rounding::down, kOne, From>;
    case Rounding::ties_away: break;
  }
  return run_step<kProduct, Rounding::ties_away, kOne, From>;
}

template <bool kOne, class From>
RunStep<From> step_of(const LaneStep& step) {
  switch (step.product()) {
    case Product::none: return step_of<Product::none, kOne, From>(step.rounding());
    case Product::low_halves: return step_of<Product::low_halves, kOne, From>(step.rounding());
    case Product::whole: break;
  }
  return step_of<Product::whole, kOne, From>(step.rounding());
}

HALFLSB_AVX2 void clamp_all(std::int64_t lo, std::int64_t hi, std::int64_t* x, std::size_t count) {
  const __m256i low = _mm256_set1_epi64x(lo);
  const __m256i high = _mm256_set1_epi64x(hi);
  for (std::size_t i = 0; i < count; i += 4) store_256(x + i, clamp_lanes(load_256(x + i), low, high));
}

HALFLSB_AVX2 void widen(const std::vector<std::int32_t>& before, std::size_t phase, const std::int32_t* from,
                        std::int64_t* x, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 4) {
    store_256(x + i, four_lanes(from + i, load_128(before.data() + (phase + i) % before.size())));
  }
}

HALFLSB_AVX2 void clamp_and_narrow(std::int64_t lo, std::int64_t hi, std::int64_t last, const std::int64_t* x,
                                   std::int32_t* to, std::size_t count) {
  const __m256i low = _mm256_set1_epi64x(lo);
  const __m256i high = _mm256_set1_epi64x(hi);
  const __m256i addend = _mm256_set1_epi32(static_cast<std::int32_t>(last));
  for (std::size_t i = 0; i < count; i += kBlock) {
    const __m256i first = clamp_lanes(load_256(x + i), low, high);
    const __m256i second = clamp_lanes(load_256(x + i + 4), low, high);
    // The low halves of eight lanes, in order.
    const __m256i evens = _mm256_castps_si256(
        _mm256_shuffle_ps(_mm256_castsi256_ps(first), _mm256_castsi256_ps(second), _MM_SHUFFLE(2, 0, 2, 0)));
    const __m256i eight = _mm256_permute4x64_epi64(evens, _MM_SHUFFLE(3, 1, 2, 0));
    store_256(to + i, _mm256_add_epi32(eight, addend));
  }
}

}  // namespace

void Lanes::run_avx2(const std::int32_t* accumulators, std::int32_t* outputs, std::size_t count) const {
  constexpr std::size_t kAtOnce = 256;  // 2 KiB: stays in the first cache from step to step
  alignas(32) std::int64_t x[kAtOnce];
  for (std::size_t i = 0; i < count; i += kAtOnce) {
    const std::size_t now = std::min(kAtOnce, count - i);
    const std::size_t phase = i % period_;
    const auto run = [&](const LaneStep& step, const auto* from) {
      using From = std::remove_const_t<std::remove_pointer_t<decltype(from)>>;
      (one_ ? step_of<true, From>(step) : step_of<false, From>(step))(step, before_.data(), phase, from, x, now);
      if (step.saturates) clamp_all(step.lo, step.hi, x, now);
    };
    if (steps_.empty()) widen(before_, phase, accumulators + i, x, now);
    for (const LaneStep& step : steps_) &step == &steps_.front() ? run(step, accumulators + i) : run(step, x);
    clamp_and_narrow(lo_, hi_, last_, x, outputs + i, now);
  }
}

void Lanes::run(const std::int32_t* accumulators, std::int32_t* outputs, std::size_t count) const {
  const std::size_t blocks = has_avx2() ? count / kBlock * kBlock : 0;
  run_avx2(accumulators, outputs, blocks);
  run_plain(accumulators, outputs, blocks, count);
}

#else

void Lanes::run(const std::int32_t* accumulators, std::int32_t* outputs, std::size_t count) const {
  run_plain(accumulators, outputs, 0, count);
}

#endif

}  // namespace halflsb
