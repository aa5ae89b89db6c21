// Every rounding mode against its definition: which integers may a real number round to, by comparisons of rationals only.
#include "reference/exact/rounding.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/tests/draw.h"

namespace halflsb {
namespace {

// Is r the rounding of x? Written from the names of the modes, without floors, remainders or parities of quotients.
bool is_rounding(const Integer& r, const Rational& x, RoundingMode mode) {
  const Rational distance = abs(Rational(r) - x);
  const Rational half(1, 2);
  switch (mode) {
    case RoundingMode::ties_to_even: return distance < half || (distance == half && r % 2 == 0);
    case RoundingMode::ties_away: return distance < half || (distance == half && abs(Rational(r)) > abs(x));
    case RoundingMode::ties_up: return distance < half || (distance == half && Rational(r) > x);
    case RoundingMode::toward_zero: return distance < 1 && abs(Rational(r)) <= abs(x) && Rational(r) * x >= 0;
    case RoundingMode::down: return distance < 1 && Rational(r) <= x;
    case RoundingMode::up: return distance < 1 && Rational(r) >= x;
  }
  return false;
}

TEST(LemmaE1, EverySmallQuotientInEveryMode) {
  for (const auto& [mode, name] : kRoundingModes) {
    for (int p = -50; p <= 50; ++p) {
      for (int q = 1; q <= 12; ++q) {
        const Rational x(p, q);
        const Integer rounded = round(x, mode);
        ASSERT_TRUE(is_rounding(rounded, x, mode)) << name << " of " << p << "/" << q << " is " << rounded;
        ASSERT_FALSE(is_rounding(rounded - 1, x, mode) || is_rounding(rounded + 1, x, mode)) << "ambiguous";
        ASSERT_EQ(round_quotient<Integer>(p, q, mode), rounded) << name << " of " << p << "/" << q;
        ASSERT_TRUE(round_quotient<Int128>(p, q, mode) == to_int128(rounded)) << name << " of " << p << "/" << q;
      }
    }
  }
}

TEST(LemmaE1, TableOfHalves) {
  struct Row {
    int twice;
    std::array<int, 6> rounded;  // in the order of kRoundingModes
  };
  const Row rows[] = {{-5, {-2, -3, -2, -2, -3, -2}}, {-3, {-2, -2, -1, -1, -2, -1}}, {-1, {0, -1, 0, 0, -1, 0}},
                      {1, {0, 1, 1, 0, 0, 1}},        {3, {2, 2, 2, 1, 1, 2}},        {5, {2, 3, 3, 2, 2, 3}}};
  for (const auto& [twice, rounded] : rows) {
    for (std::size_t i = 0; i < rounded.size(); ++i) {
      EXPECT_EQ(round(Rational(twice, 2), kRoundingModes[i].first), rounded[i])
          << twice << "/2 " << kRoundingModes[i].second;
    }
  }
}

struct Quotient {
  Integer numerator, denominator;
};

std::ostream& operator<<(std::ostream& out, const Quotient& q) { return out << q.numerator << "/" << q.denominator; }

// |numerator| and denominator below 2^126; a third are ties or one unit beside a tie.
Quotient draw_quotient(Draw& draw) {
  const Interval below_limit{1 - pow2(126), pow2(126) - 1};
  Quotient q{draw.integer(127), saturate(draw.positive(127), below_limit).value};
  if (draw.one_in(3)) {
    const Integer half = draw.positive(62);
    q = {(2 * draw.integer(60) + 1) * half + draw.between(-1, 1), 2 * half};
  }
  q.numerator = saturate(q.numerator, below_limit).value;
  return q;
}

RC_GTEST_PROP(LemmaE1, LargeQuotientsFromTheDefinition, ()) {
  const Quotient q = *drawn(draw_quotient);
  const Rational x(q.numerator, q.denominator);
  for (const auto& [mode, name] : kRoundingModes) {
    RC_ASSERT(is_rounding(round_quotient<Integer>(q.numerator, q.denominator, mode), x, mode));
    RC_ASSERT(round(x, mode) == round_quotient<Integer>(q.numerator, q.denominator, mode));
  }
}

RC_GTEST_PROP(LemmaE2, Int128EqualsInteger, ()) {
  const Quotient q = *drawn(draw_quotient);
  for (const auto& [mode, name] : kRoundingModes) {
    const Int128 fast = round_quotient<Int128>(to_int128(q.numerator), to_int128(q.denominator), mode);
    RC_ASSERT(to_integer(fast) == round_quotient<Integer>(q.numerator, q.denominator, mode));
  }
}

TEST(LemmaE2, CornersOfItsDomain) {
  const Integer limit = pow2(126) - 1;
  for (const Integer& numerator : {Integer(-limit), Integer(1 - limit), Integer(-1), Integer(0), Integer(1), limit}) {
    for (const Integer& denominator : {Integer(1), Integer(2), Integer(3), pow2(125), Integer(limit - 1), limit}) {
      for (const auto& [mode, name] : kRoundingModes) {
        const Int128 fast = round_quotient<Int128>(to_int128(numerator), to_int128(denominator), mode);
        EXPECT_EQ(to_integer(fast), round_quotient<Integer>(numerator, denominator, mode))
            << name << " of " << numerator << "/" << denominator;
      }
    }
  }
}

// The nearest multiple of a power of two that leaves so few bits, by trying them all.
RC_GTEST_PROP(LemmaE7, SignificantBitsFromTheDefinition, ()) {
  Draw draw{rc::Random(*a_seed())};
  const Integer numerator = draw.integer(draw.pick({4, 8, 12})), denominator = draw.positive(draw.pick({1, 3, 5}));
  const auto bits = static_cast<unsigned>(draw.small(1, 6));
  const Rational x(numerator, denominator);
  const auto few_bits = [&](const Integer& value) { return value == 0 || bit_length(value) - lsb(abs(value)) <= bits; };
  Integer below = round(x, RoundingMode::down), above = round(x, RoundingMode::up);
  while (!few_bits(below)) --below;
  while (!few_bits(above)) ++above;
  for (const auto& [mode, name] : kRoundingModes) {
    const Integer rounded = round_significant<Integer>(numerator, denominator, bits, mode);
    RC_ASSERT(to_integer(round_significant<Int128>(to_int128(numerator), to_int128(denominator), bits, mode)) ==
              rounded);
    if (below == above) {
      RC_ASSERT(rounded == below);
      continue;
    }
    const Integer spacing = above - below;  // both are multiples of it
    RC_ASSERT(below % spacing == 0);
    RC_ASSERT(rounded == round(Rational(x / Rational(spacing)), mode) * spacing);
  }
}

TEST(RoundingMode, NamesReadBack) {
  for (const auto& [mode, name] : kRoundingModes) {
    EXPECT_EQ(name_of(mode), name);
    EXPECT_EQ(parse_rounding_mode(name), mode);
  }
  for (const auto* text : {"", "ties", "Down", "up "}) EXPECT_FALSE(parse_rounding_mode(text)) << text;
}

}  // namespace
}  // namespace halflsb
