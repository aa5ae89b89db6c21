#include "harness/generate/accumulators.h"

#include <algorithm>

#include "harness/generate/near_tie.h"
#include "harness/generate/numbers.h"

namespace halflsb {
namespace {

constexpr std::int64_t kMin = INT32_MIN;
constexpr std::int64_t kMax = INT32_MAX;

// An end of int32, or a power of two, and what lies beside it.
std::int64_t boundary(Random& random, bool end) {
  if (!random.use().boundaries) return random.between(kMin, kMax);
  if (end) return (random.one_in(2) ? kMin : kMax) + random.between(-2, 2);
  const std::int64_t power = std::int64_t{1} << random.between(0, 31);
  return (random.one_in(2) ? power : -power) + random.between(-2, 2);
}

// The sum of equal products, as constant tensors give it, and a little more.
std::int64_t reachable_sum(Random& random) {
  const std::int64_t depth = random.pick<std::int64_t>({1, 2, 3, 9, 64, 576, 4608});
  return random.between(-255, 255) * random.between(-255, 255) * depth + random.between(-255, 255);
}

bool in_int32(std::int64_t n) { return n >= kMin && n <= kMax; }

}  // namespace

AccumulatorSource::AccumulatorSource(const Scheme& scheme, const OutputRange& output, std::vector<std::int64_t> levels)
    : steps_(Staircase::compile(scheme)), output_(output), levels_(std::move(levels)) {}

AccumulatorSource::AccumulatorSource(const Requantization& requantization, std::int64_t channel)
    : AccumulatorSource(requantization.scheme(channel), requantization.output, {requantization.zero_point}) {}

// Where a solver starts: mostly among the accumulators that are not saturated, for there a wrong rounding shows.
std::int64_t AccumulatorSource::start(Random& random) {
  if (random.one_in(8)) return random.between(kMin, kMax);
  if (!window_) {
    const std::int64_t a = steps_->preimage(steps_->last(), output_.lo);
    const std::int64_t b = steps_->preimage(steps_->last(), Int128{output_.hi} + 1);
    window_ = {std::clamp(std::min(a, b), kMin, kMax), std::clamp(std::max(a, b), kMin, kMax)};
  }
  if (random.one_in(2)) return random.between(window_->lo, window_->hi);
  // As often small as large: the window may span all of int32.
  const std::int64_t size = std::int64_t{1} << random.between(1, 31);
  return std::clamp(random.between(-size, size), window_->lo, window_->hi);
}

std::int64_t AccumulatorSource::tie(Random& random) {
  if (!random.use().near_ties) return start(random);
  const auto& treads = steps_->treads();
  const auto offset = static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(steps_->last())));
  for (std::size_t i = 0; i < treads.size(); ++i) {
    const std::size_t step = (offset + i) % treads.size();
    if (treads[step].tie < 0) continue;
    const auto n = tie_at_or_after(*steps_, step, start(random));
    if (n && in_int32(*n)) return *n + (random.one_in(4) ? random.between(-1, 1) : 0);
  }
  return near_half(random);
}

std::int64_t AccumulatorSource::near_half(Random& random) {
  const std::int64_t from = start(random);
  if (!random.use().near_ties) return from;
  // From nothing wider and wider, until some accumulator in reach is that close.
  for (int bits = random.one_in(2) ? -1 : static_cast<int>(random.between(0, 30)); bits < 62; bits += 8) {
    const Int128 hair = bits < 0 ? Int128{0} : Int128{1} << bits;
    const auto n = near_half_at_or_after(*steps_, from, hair);
    if (n && in_int32(*n)) return *n;
  }
  return from;
}

std::int64_t AccumulatorSource::threshold(Random& random) const {
  if (!random.use().frontiers) return random.between(kMin, kMax);
  std::int64_t level = boundary_integer(random, output_.lo, output_.hi);
  if (!levels_.empty() && random.one_in(3)) {
    level = levels_[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(levels_.size()) - 1))];
  }
  return steps_->preimage(steps_->last(), Int128{level} + random.between(0, 1)) + random.between(-2, 1);
}

// Faulty kernels use narrower registers than their scheme declares: 16 bits, the mantissa of a float, 32 where 64 are
// needed.
std::int64_t AccumulatorSource::frontier(Random& random) const {
  if (!random.use().frontiers) return random.between(kMin, kMax);
  std::int64_t n = 0;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto step = static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(steps_->last())));
    const int declared = steps_->treads()[step].width;
    const int bits = declared > 0 && random.one_in(3) ? declared - 1 : random.pick({15, 16, 24, 30, 31, 31, 31, 32});
    const Int128 edge = Int128{1} << bits;
    n = steps_->preimage(step, random.one_in(2) ? edge : -edge) + random.between(-2, 2);
    if (in_int32(n)) return n;
  }
  return n;
}

std::optional<std::int64_t> AccumulatorSource::reaching(std::int64_t level) const {
  if (!steps_) return std::nullopt;
  const std::int64_t n = steps_->preimage(steps_->last(), level);
  if (!in_int32(n)) return std::nullopt;
  return n;
}

std::int32_t AccumulatorSource::draw_unsaturated(Random& random) {
  if (!steps_) return draw(random);
  const std::int64_t n = random.one_in(2) ? tie(random) : start(random);
  return static_cast<std::int32_t>(std::clamp(n, kMin, kMax));
}

std::int32_t AccumulatorSource::draw(Random& random) {
  std::int64_t n = 0;
  const std::int64_t way = random.between(0, steps_ ? 31 : 11);
  if (way < 5) {
    n = boundary(random, true);
  } else if (way < 10) {
    n = boundary(random, false);
  } else if (way < 12) {
    n = random.between(kMin, kMax);
  } else if (way < 17) {
    n = tie(random);
  } else if (way < 21) {
    n = near_half(random);
  } else if (way < 25) {
    n = threshold(random);
  } else if (way < 29) {
    n = frontier(random);
  } else {
    n = reachable_sum(random);
  }
  return static_cast<std::int32_t>(std::clamp(n, kMin, kMax));
}

}  // namespace halflsb
