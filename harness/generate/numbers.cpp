#include "harness/generate/numbers.h"

#include <algorithm>
#include <bit>

namespace halflsb {

// 52 bits fill a double; the schemes that start from a float32 round it.
Rational some_mantissa(Random& random) {
  constexpr std::int64_t kOne = std::int64_t{1} << 52;
  std::int64_t mantissa = kOne;
  switch (random.between(0, 7)) {
    case 0: break;
    case 1: mantissa += std::int64_t{1} << random.between(0, 51); break;  // two bits: ties are common
    case 2:
      mantissa = 2 * kOne - (std::int64_t{1} << random.between(0, 40));
      break;                                                            // many bits, up to a rounding to 2
    case 3: mantissa += random.between(0, 15) << 48; break;             // few bits
    case 4: mantissa += random.between(0, (1 << 23) - 1) << 29; break;  // a float32
    default: mantissa += random.between(0, kOne - 1); break;
  }
  return Rational(mantissa) / kOne;
}

std::int64_t boundary_integer(Random& random, std::int64_t lo, std::int64_t hi) {
  if (!random.use().boundaries) return random.between(lo, hi);
  std::int64_t value = 0;
  // Powers beyond the range would all come out as its ends.
  const auto largest = static_cast<std::uint64_t>(std::max({-lo, hi, hi - lo, std::int64_t{1}}));
  const int most = std::min(31, static_cast<int>(std::bit_width(largest)) - 1);
  const std::int64_t power = std::int64_t{1} << random.between(0, most);
  switch (random.between(0, 7)) {
    case 0: value = lo + (random.one_in(2) ? 0 : random.between(1, 2)); break;
    case 1: value = hi - (random.one_in(2) ? 0 : random.between(1, 2)); break;
    case 2:
    case 3: value = (lo >= 0 || random.one_in(2) ? power : -power) + random.between(-2, 2); break;
    case 4: value = (random.one_in(2) ? hi - power : lo + power) + random.between(-1, 1); break;
    case 5: value = random.between(-2, 2); break;
    default: return random.between(lo, hi);
  }
  return std::clamp(value, lo, hi);
}

int some_exponent(Random& random) {
  return static_cast<int>(random.one_in(4) ? random.between(-40, 20) : random.between(-14, 0));
}

Rational some_factor(Random& random) { return some_mantissa(random) * pow2_rational(some_exponent(random)); }

}  // namespace halflsb
