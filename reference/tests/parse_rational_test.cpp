// Every form in which a factor may be written, and what is refused.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "reference/exact/binary_float.h"
#include "reference/exact/parse_number.h"
#include "reference/tests/draw.h"

namespace halflsb {
namespace {

TEST(ParseRational, EveryForm) {
  const struct {
    const char* text;
    Rational value;
  } cases[] = {
      {"0", 0},
      {"-0", 0},
      {"+7", 7},
      {"007", 7},
      {"-12", -12},
      {"0.0117", {117, 10000}},
      {"1.", 1},
      {".5", {1, 2}},
      {"-.25", {-1, 4}},
      {"0010.50", {21, 2}},
      {"1e3", 1000},
      {"1E-3", {1, 1000}},
      {"2.5e+1", 25},
      {"-1.5e-1", {-3, 20}},
      {"1e0", 1},
      {"1e-00000000000000003", {1, 1000}},
      {"7/3", {7, 3}},
      {"-6/4", {-3, 2}},
      {"+6/+4", {3, 2}},
      {"0/5", 0},
      {"010/08", {5, 4}},
      {"0x10", 16},
      {"0X1.8p-3", {3, 16}},
      {"-0x.8", {-1, 2}},
      {"0x1p+4", 16},
      {"0xeP0", 14},
      {"0xAb.Cp1", {687, 2}},
      {"f32:0.5", {1, 2}},
      {"f32:0.1", {13421773, 134217728}},
      {"f32:-1/3", {-11184811, 33554432}},
      {"f32:0x1.000001p0", 1},
      {"f32:1e-60", 0},
  };
  for (const auto& [text, value] : cases) {
    const auto parsed = parse_rational(text);
    ASSERT_TRUE(parsed.ok()) << text << ": " << parsed.error().message;
    EXPECT_EQ(*parsed, value) << text;
  }
}

TEST(ParseRational, Malformed) {
  for (const char* text :
       {"",       "-",     "+",         ".",     "-.",     "--1",   "+-1",     "-+1",   "1-",    " 1",    "1 ",
        "1,5",    "1..2",  "1.2.3",     "e5",    ".e5",    "1e",    "1e+",     "1e+-5", "1e--5", "1e5.0", "1p3",
        "0x",     "0x.",   "0xp1",      "0x1p",  "0x1e+3", "0xg",   "x10",     "1/",    "/2",    "1/2/3", "1.5/2",
        "1/2.0",  "0x1/2", "1/0x2",     "1//2",  "nan",    "inf",   "-inf",    "1f",    "f32",   "f32:",  "f32: 1",
        "-f32:1", "F32:1", "f32:f32:1", "f32:x", "2^3",    "1_000", "\xc2\xbd"}) {
    EXPECT_FALSE(parse_rational(text).ok()) << "'" << text << "'";
  }
}

TEST(ParseRational, DenominatorMustBePositive) {
  for (const char* text : {"1/0", "0/0", "1/-2", "1/-0", "1/000"}) {
    const auto parsed = parse_rational(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_NE(parsed.error().message.find("denominator"), std::string::npos) << parsed.error().message;
  }
}

TEST(ParseRational, ExponentsAreLimited) {
  EXPECT_EQ(parse_rational("1e4096").value(), Rational(pow(Integer(10), 4096U)));
  EXPECT_EQ(parse_rational("0x1p-4096").value(), pow2_rational(-4096));
  for (const char* text :
       {"1e4097", "1e-4097", "0x1p4097", "1e99999999999999999999", "1e-99999999999999999999", "0e5000"}) {
    const auto parsed = parse_rational(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_NE(parsed.error().message.find("exponent"), std::string::npos) << parsed.error().message;
  }
  EXPECT_FALSE(parse_rational("f32:1e39").ok());
  EXPECT_FALSE(parse_rational("f32:-3.5e38").ok());
}

TEST(ParseRational, VeryLongText) {
  EXPECT_EQ(parse_rational("1." + std::string(4095, '0')).value(), 1);
  EXPECT_EQ(parse_rational(std::string(4096, '0')).value(), 0);
  EXPECT_FALSE(parse_rational(std::string(4097, '0')).ok());
  std::string nested;
  for (int i = 0; i < 300000; ++i) nested += "f32:";
  for (const std::string& text :
       {std::string(1000000, '9'), "1e" + std::string(1000000, '9'), std::string(1000000, '-'),
        "0x" + std::string(1000000, 'f'), "1/" + std::string(1000000, '7'), nested + "1"}) {
    const auto parsed = parse_rational(text);
    ASSERT_FALSE(parsed.ok());
    EXPECT_LT(parsed.error().message.size(), 200U);  // the text is cut in the message
  }
}

TEST(InQuotes, CutsAndMasks) {
  EXPECT_EQ(in_quotes("a\nb\x01"), "'a?b?'");
  EXPECT_EQ(in_quotes(std::string(40, 'a')), "'" + std::string(40, 'a') + "'");
  EXPECT_EQ(in_quotes(std::string(41, 'a')), "'" + std::string(40, 'a') + "...'");
}

// printf's %a and %.17g read back to the same double; %a exactly to its value.
RC_GTEST_PROP(ParseRational, PrintedDoublesReadBack, ()) {
  const double value =
      *drawn([](Draw& draw) { return std::ldexp(static_cast<double>(draw.int64(54)), draw.small(-1100, 900)); });
  char text[64];
  std::snprintf(text, sizeof text, "%a", value);
  RC_ASSERT(parse_rational(text).value() == exact_value(value));
  std::snprintf(text, sizeof text, "%.17g", value);
  RC_ASSERT(nearest_float(parse_rational(text).value(), kDouble).value() == exact_value(value));
}

RC_GTEST_PROP(ParseRational, FractionsAndF32, ()) {
  const Rational value = *drawn([](Draw& draw) { return Rational(draw.integer(100), draw.positive(100)); });
  RC_ASSERT(parse_rational(to_text(value)).value() == value);
  RC_ASSERT(parse_rational("f32:" + to_text(value)).value() == nearest_float(value, kFloat32).value());
}

}  // namespace
}  // namespace halflsb
