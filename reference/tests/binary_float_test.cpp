// nearest_float against the machine: conversions between double, float and integers, and strtof and strtod, all correctly
// rounded to even on IEEE 754 hardware with glibc.
#include "reference/exact/binary_float.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "reference/exact/parse_number.h"
#include "reference/tests/draw.h"

namespace halflsb {
namespace {

template <class To, class From>
To from_bits(From bits) {
  static_assert(sizeof(To) == sizeof(From));
  To value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// The machine's answer: a finite float, or infinity for an error.
bool agrees(const Rational& exact, double machine, const FloatFormat& format) {
  const auto nearest = nearest_float(exact, format);
  if (!std::isfinite(machine)) return !nearest.ok();
  return nearest.ok() && *nearest == exact_value(machine);
}

// All exponents, special significands more often than not.
double draw_double(Draw& draw) {
  const std::uint64_t fraction =
      draw.pick<std::uint64_t>({0, 1, (1ULL << 52) - 1, 1ULL << 28, (1ULL << 28) - 1, (1ULL << 28) + 1, 3ULL << 28,
                                draw.bits() >> 12, (draw.bits() >> 41 << 29) + (1ULL << 28)});
  const auto exponent = static_cast<std::uint64_t>(draw.one_in(2) ? draw.small(0, 2046) : 1023 + draw.small(-151, 129));
  return from_bits<double>((draw.bits() >> 63 << 63) | (exponent << 52) | fraction);
}

RC_GTEST_PROP(LemmaE3, DoublesToFloat32, ()) {
  const double value = *drawn(draw_double);
  RC_ASSERT(agrees(exact_value(value), static_cast<double>(static_cast<float>(value)), kFloat32));
  RC_ASSERT(agrees(exact_value(value), value, kDouble));  // a double is its own nearest
}

RC_GTEST_PROP(LemmaE3, Int64ToFloatAndDouble, ()) {
  const std::int64_t value = *drawn([](Draw& draw) { return draw.int64(64); });
  RC_ASSERT(agrees(Rational(value), static_cast<double>(static_cast<float>(value)), kFloat32));
  RC_ASSERT(agrees(Rational(value), static_cast<double>(value), kDouble));
}

RC_GTEST_PROP(LemmaE3, DecimalTextLikeStrtofAndStrtod, ()) {
  const std::string text = *drawn([](Draw& draw) {
    std::string digits = std::to_string(draw.bits());
    digits.resize(draw.below(digits.size()) + 1);
    const int exponent = draw.one_in(2) ? draw.small(-60, 40) : draw.small(-345, 310);
    return (draw.one_in(2) ? "-" : "") + digits + "." + std::to_string(draw.below(1000)) + "e" +
           std::to_string(exponent);
  });
  const auto exact = parse_rational(text);
  RC_ASSERT(exact.ok());
  RC_ASSERT(agrees(*exact, static_cast<double>(std::strtof(text.c_str(), nullptr)), kFloat32));
  RC_ASSERT(agrees(*exact, std::strtod(text.c_str(), nullptr), kDouble));
}

// Halfway between two neighbouring floats the one with the even significand wins; a hair to either side decides.
TEST(LemmaE3, TiesBetweenNeighbours) {
  const Rational hair = pow2_rational(-400);
  for (const std::uint32_t bits : {0U, 1U, 2U, 0x007FFFFEU, 0x007FFFFFU, 0x00800000U, 0x00FFFFFFU, 0x3F7FFFFFU,
                                   0x3F800000U, 0x3F800001U, 0x7F000000U, 0x7F7FFFFEU}) {
    const Rational lower = exact_value(static_cast<double>(from_bits<float>(bits)));
    const Rational upper = exact_value(static_cast<double>(from_bits<float>(bits + 1)));
    const Rational middle = (lower + upper) / 2;
    const Rational even = bits % 2 == 0 ? lower : upper;
    EXPECT_EQ(nearest_float(middle, kFloat32).value(), even) << bits;
    EXPECT_EQ(nearest_float(-middle, kFloat32).value(), -even) << bits;
    EXPECT_EQ(nearest_float(middle - hair, kFloat32).value(), lower) << bits;
    EXPECT_EQ(nearest_float(middle + hair, kFloat32).value(), upper) << bits;
  }
}

TEST(LemmaE3, LargestAndOverflow) {
  const Rational largest = exact_value(static_cast<double>(std::numeric_limits<float>::max()));
  const Rational first_infinite = pow2_rational(128) - pow2_rational(103);  // a tie, whose even side is 2^128
  EXPECT_EQ(nearest_float(largest, kFloat32).value(), largest);
  EXPECT_EQ(nearest_float(first_infinite - Rational(1, 3), kFloat32).value(), largest);
  EXPECT_EQ(nearest_float(Rational(1, 3) - first_infinite, kFloat32).value(), -largest);
  EXPECT_FALSE(nearest_float(first_infinite, kFloat32).ok());
  EXPECT_FALSE(nearest_float(-first_infinite, kFloat32).ok());
  EXPECT_FALSE(nearest_float(pow2_rational(1024) - pow2_rational(970), kDouble).ok());
  EXPECT_EQ(nearest_float(pow2_rational(1024) - pow2_rational(970) - 1, kDouble).value(),
            exact_value(std::numeric_limits<double>::max()));
}

TEST(LemmaE3, BelowTheSmallestSubnormal) {
  const Rational smallest = pow2_rational(-149);
  EXPECT_EQ(nearest_float(smallest / 2, kFloat32).value(), 0);
  EXPECT_EQ(nearest_float(smallest / 2 + pow2_rational(-400), kFloat32).value(), smallest);
  EXPECT_EQ(nearest_float(smallest * 3 / 2, kFloat32).value(), smallest * 2);
  EXPECT_EQ(nearest_float(-pow2_rational(-5000), kDouble).value(), 0);
}

TEST(ExactValue, KnownConstants) {
  EXPECT_EQ(exact_value(0.0), 0);
  EXPECT_EQ(exact_value(-0.75), Rational(-3, 4));
  EXPECT_EQ(exact_value(0.1), Rational(Integer("3602879701896397"), pow2(55)));
  EXPECT_EQ(exact_value(static_cast<double>(0.1F)), Rational(13421773, 134217728));
  EXPECT_EQ(exact_value(std::numeric_limits<double>::denorm_min()), pow2_rational(-1074));
}

}  // namespace
}  // namespace halflsb
