// Lemmas B4, B5 and B6: Euclid's staircase and floor sums, against every point and in every width.
#include "reference/bound/peak.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/bound/run.h"
#include "reference/tests/draw.h"

namespace halflsb {
namespace {

Stairs<Integer, Integer> draw_stairs(Draw& draw, int width) {
  const Integer m = draw.positive(width);
  Integer b = draw.integer(draw.pick({3, 8, width}));
  if (b == 0) b = 1;
  return {abs(draw.integer(draw.pick({2, 5, 8}))),
          abs(draw.integer(width)) % m,
          abs(draw.integer(width)) % m,
          m,
          draw.integer(draw.pick({3, 8, width})),
          b};
}

Integer value(const Stairs<Integer, Integer>& s, const Integer& x) {
  return s.a * x + s.b * floor_div<Integer>(Integer(s.c * x + s.d), s.m);
}

RC_GTEST_PROP(LemmaB4, HighestEqualsBruteForce, ()) {
  Draw draw{rc::Random(*a_seed())};
  const auto s = draw_stairs(draw, draw.pick({3, 6, 10, 30}));
  for (const bool smallest : {true, false}) {
    Integer best = value(s, 0), at = 0;
    for (Integer x = 1; x <= s.n; ++x) {
      const Integer now = value(s, x);
      if (now < best || (now == best && smallest)) continue;
      best = now;
      at = x;
    }
    const auto got = highest_of(s, smallest);
    RC_ASSERT(got.value == best);
    RC_ASSERT(got.x == at);
  }
}

Stairs<Checked, Checked> checked(const Stairs<Integer, Integer>& s) {
  return {as<Checked>(s.n), as<Checked>(s.c), as<Checked>(s.d), as<Checked>(s.m), as<Checked>(s.a), as<Checked>(s.b)};
}

// Long runs: the machine widths that the lemma allows give what unbounded integers do.
RC_GTEST_PROP(LemmaB5, MachineWidthsSufficeWhereTheyAreUsed, ()) {
  Draw draw{rc::Random(*a_seed())};
  auto s = draw_stairs(draw, draw.pick({20, 40, 62, 63, 64, 70, 90}));
  s.n = abs(draw.integer(draw.pick({20, 33, 41, 60})));
  for (const bool smallest : {true, false}) {
    const auto want = highest_of(s, smallest);
    RC_ASSERT(value(s, want.x) == want.value);
    try {
      const auto got = highest_of(checked(s), smallest);
      RC_ASSERT(to_integer(got.value) == want.value);
      RC_ASSERT(to_integer(got.x) == want.x);
      RC_TAG("machine integers");
    } catch (const TooWide&) {
      RC_TAG("too wide");
    }
  }
}

RC_GTEST_PROP(LemmaB6, FloorSumEqualsBruteForce, ()) {
  Draw draw{rc::Random(*a_seed())};
  const auto s = draw_stairs(draw, draw.pick({3, 6, 10, 30, 62}));
  Integer want = 0;
  for (Integer x = 0; x < s.n; ++x) want += (s.c * x + s.d) / s.m;
  RC_ASSERT(floor_sum_of(s.n, s.c, s.d, s.m) == want);
  const auto c = checked(s);
  RC_ASSERT(to_integer(floor_sum_of(c.n, c.c, c.d, c.m)) == want);
}

// Splitting a long run changes nothing.
RC_GTEST_PROP(LemmaB6, FloorSumOfALongRunIsThatOfItsParts, ()) {
  Draw draw{rc::Random(*a_seed())};
  auto s = draw_stairs(draw, draw.pick({30, 62, 80}));
  s.n = abs(draw.integer(41)) + 2;
  const Integer first = s.n / 3;
  const Integer d = s.c * first + s.d;
  const Integer level = d / s.m;
  const Integer rest = s.n - first;
  const Integer want =
      floor_sum_of(first, s.c, s.d, s.m) + level * rest + floor_sum_of(rest, s.c, Integer(d - level * s.m), s.m);
  RC_ASSERT(floor_sum_of(s.n, s.c, s.d, s.m) == want);
  try {
    const auto c = checked(s);
    RC_ASSERT(to_integer(floor_sum_of(c.n, c.c, c.d, c.m)) == want);
  } catch (const TooWide&) {
    RC_TAG("too wide");
  }
}

}  // namespace
}  // namespace halflsb
