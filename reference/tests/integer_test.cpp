// The few integer functions everything else is built from.
#include "reference/exact/integer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstring>

#include "reference/exact/binary_float.h"
#include "reference/tests/draw.h"

namespace halflsb {
namespace {

TEST(FloorDiv, IsTheLargestIntegerNotAboveTheQuotient) {
  for (int p = -40; p <= 40; ++p) {
    for (int q = 1; q <= 9; ++q) {
      const Integer floor = floor_div<Integer>(p, q);
      EXPECT_TRUE(floor * q <= p && p < (floor + 1) * q) << p << "/" << q;
      EXPECT_TRUE(floor_div<Int128>(p, q) == to_int128(floor)) << p << "/" << q;
    }
  }
}

RC_GTEST_PROP(Int128Conversion, RoundTrips, ()) {
  const Integer value = *drawn([](Draw& draw) { return draw.integer(128); });
  const Integer inside = saturate(value, {1 - pow2(127), pow2(127) - 1}).value;  // to_int128 leaves -2^127 out
  RC_ASSERT(to_integer(to_int128(inside)) == inside);
}

TEST(Int128Conversion, Rails) {
  const Int128 largest = static_cast<Int128>((static_cast<Int128>(INT64_MAX) << 64) + static_cast<Int128>(UINT64_MAX));
  EXPECT_EQ(to_integer(largest), pow2(127) - 1);
  EXPECT_EQ(to_integer(-largest - 1), -pow2(127));
  EXPECT_TRUE(to_int128(pow2(127) - 1) == largest);
  EXPECT_TRUE(to_int128(1 - pow2(127)) == -largest);
  EXPECT_TRUE(to_int128(pow2(64)) == static_cast<Int128>(1) << 64);
}

RC_GTEST_PROP(LemmaE4, FloorLog2IsTheExponentOfTheBinade, ()) {
  const auto value = *drawn([](Draw& draw) { return Rational(draw.positive(140), draw.positive(140)); });
  const int exponent = floor_log2(value);
  RC_ASSERT(pow2_rational(exponent) <= value);
  RC_ASSERT(value < pow2_rational(exponent + 1));
}

TEST(LemmaE4, PowersOfTwoAndTheirNeighbours) {
  for (int e = -1100; e <= 1100; e += 7) {
    const Rational power = pow2_rational(e);
    EXPECT_EQ(floor_log2(power), e);
    EXPECT_EQ(floor_log2(power * Rational(1000001, 1000000)), e);
    EXPECT_EQ(floor_log2(power * Rational(999999, 1000000)), e - 1);
  }
}

TEST(BitLength, CountsTheBitsOfTheMagnitude) {
  EXPECT_EQ(bit_length(0), 0U);
  EXPECT_EQ(bit_length(Integer(0)), 0U);
  for (unsigned bits = 1; bits < 200; ++bits) {
    EXPECT_EQ(bit_length(pow2(bits) - 1), bits);
    EXPECT_EQ(bit_length(-pow2(bits)), bits + 1);
  }
}

TEST(ToText, IsInLowestTerms) {
  EXPECT_EQ(to_text(Rational(-6, 4)), "-3/2");
  EXPECT_EQ(to_text(Rational(6, 3)), "2");
  EXPECT_EQ(to_text(Rational(0)), "0");
  EXPECT_EQ(to_text(-pow2(100)), "-1267650600228229401496703205376");
}

RC_GTEST_PROP(LemmaE6, EveryFiniteDoubleIsItsOwnDecimal, ()) {
  const std::uint64_t bits = *a_seed();
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  RC_PRE(std::isfinite(value));
  RC_ASSERT(to_decimal(exact_value(value)) == value);
}

// IEEE division of two exact doubles is correctly rounded: a second opinion on the nearest double of p/q.
RC_GTEST_PROP(LemmaE6, QuotientsEqualTheHardwareDivision, ()) {
  const std::int64_t p = *drawn([](Draw& draw) { return draw.int64(54); });
  const std::int64_t q = *drawn([](Draw& draw) { return draw.positive(53).convert_to<std::int64_t>(); });
  RC_ASSERT(to_decimal(Rational(p, q)) == static_cast<double>(p) / static_cast<double>(q));
}

TEST(LemmaE6, Extremes) {
  EXPECT_EQ(to_decimal(pow2_rational(-1074)), 4.9406564584124654e-324);
  EXPECT_EQ(to_decimal(pow2_rational(-1075)), 0.0);
  EXPECT_EQ(to_decimal(pow2_rational(1023)), std::ldexp(1.0, 1023));
  EXPECT_EQ(to_decimal(pow2_rational(1024)), HUGE_VAL);
  EXPECT_EQ(to_decimal(-pow2_rational(5000)), -HUGE_VAL);
}

}  // namespace
}  // namespace halflsb
