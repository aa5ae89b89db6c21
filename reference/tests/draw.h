// Values for property tests, biased toward the places where integer arithmetic breaks: the rails of a register, the
// neighbours of powers of two, random bits of every length. One generator serves RapidCheck and fixed-seed loops alike.
// (RapidCheck's own arbitrary<int32_t> stays within +-2^30, inRange leaves out its upper end, and its shrinker overflows.)
#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "reference/exact/width.h"

namespace halflsb {

// 100 cases, RapidCheck's default, are too few. An RC_PARAMS that is already set goes first.
inline const bool kManyCases = ::setenv("RC_PARAMS", "max_success=1000", 0) == 0;

class Draw {
 public:
  explicit Draw(const rc::Random& random) : random_(random) {}

  std::uint64_t bits() { return random_.next(); }
  std::uint64_t below(std::uint64_t count) { return bits() % count; }
  bool one_in(std::uint64_t count) { return below(count) == 0; }

  // Inclusive at both ends; hi - lo < 2^63.
  std::int64_t between(std::int64_t lo, std::int64_t hi) {
    return lo + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(hi - lo) + 1));
  }
  int small(int lo, int hi) { return static_cast<int>(between(lo, hi)); }

  template <class T>
  T pick(std::initializer_list<T> values) {
    return *std::next(values.begin(), static_cast<std::ptrdiff_t>(below(values.size())));
  }

  // A biased value of the signed register of `width` bits, 2 <= width <= 256.
  Integer integer(int width) {
    const Interval range = signed_range(width);
    const int kind = small(0, 4);
    if (kind == 0) return one_in(2) ? Integer(range.lo + between(0, 2)) : Integer(range.hi - between(0, 2));
    Integer magnitude = pow2(static_cast<unsigned>(between(0, width - 1)));
    if (kind == 1) {
      magnitude += between(-2, 2);
    } else {
      Integer random = 0;
      for (int have = 0; have < width; have += 64) random = (random << 64) + bits();
      magnitude = random % magnitude;
    }
    return saturate(one_in(2) ? magnitude : Integer(-magnitude), range).value;
  }
  std::int64_t int64(int width) { return integer(width).convert_to<std::int64_t>(); }  // width <= 64
  std::int32_t int32() { return static_cast<std::int32_t>(int64(32)); }
  Integer positive(int width) { return abs(integer(width)) + 1; }  // [1, 2^(width-1) + 1]

 private:
  rc::Random random_;
};

// A RapidCheck generator from a function of a Draw. What it makes is not shrunk.
template <class Make>
auto drawn(Make make) {
  using Value = decltype(make(std::declval<Draw&>()));
  return rc::Gen<Value>([make](const rc::Random& random, int) {
    Draw draw(random);
    return rc::shrinkable::just(make(draw));
  });
}

// The seed of a Draw of its own: the counterexample that RapidCheck prints is then one number.
inline auto a_seed() {
  return drawn([](Draw& draw) { return draw.bits(); });
}

}  // namespace halflsb
