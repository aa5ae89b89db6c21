// How lanes are run: on AVX2, and one by one.
#include "reference/scheme/lanes.h"

#include <algorithm>
#include <type_traits>

#include "reference/exact/avx2.h"

namespace halflsb {

using lanes::kBlock;
using lanes::LaneStep;

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
