// Integers, bounds and ranges as the command line writes them.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/exact/parse_number.h"
#include "reference/tests/draw.h"

namespace halflsb {
namespace {

TEST(ParseInteger, SignsAndLeadingZeros) {
  EXPECT_EQ(parse_integer("-0").value(), 0);
  EXPECT_EQ(parse_integer("+08").value(), 8);  // not octal
  EXPECT_EQ(parse_integer("-0000000000000000000000000000010").value(), -10);
  EXPECT_EQ(parse_integer("-170141183460469231731687303715884105728").value(), -pow2(127));
  EXPECT_EQ(parse_integer(std::string(4095, '0') + "7").value(), 7);
  for (const char* text : {"", "-", "+", "--1", "+-1", "1.0", "1e3", "0x10", " 1", "1 ", "2^3", "1-1", "\t"}) {
    EXPECT_FALSE(parse_integer(text).ok()) << "'" << text << "'";
  }
  EXPECT_FALSE(parse_integer(std::string(4097, '1')).ok());
}

TEST(ParseInteger, WithinARange) {
  const Interval range{-3, 255};
  EXPECT_EQ(parse_integer("-3", range).value(), -3);
  EXPECT_EQ(parse_integer("255", range).value(), 255);
  for (const char* text : {"-4", "256", "99999999999999999999", "x"})
    EXPECT_FALSE(parse_integer(text, range).ok()) << text;
  EXPECT_NE(parse_integer("256", range).error().message.find("[-3, 255]"), std::string::npos);
}

RC_GTEST_PROP(ParseInteger, PrintedIntegersReadBack, ()) {
  const Integer value = *drawn([](Draw& draw) { return draw.integer(256); });
  RC_ASSERT(parse_integer(to_text(value)).value() == value);
  RC_ASSERT(parse_bound(to_text(value)).value() == value);
}

TEST(ParseBound, IntegersAndPowersOfTwo) {
  const struct {
    const char* text;
    Integer value;
  } cases[] = {{"0", 0},
               {"-12", -12},
               {"007", 7},
               {"2^31-1", INT32_MAX},
               {"-2^31", INT32_MIN},
               {"-2^31-1", Integer(INT32_MIN) - 1},
               {"-2^31+1", INT32_MIN + 1},
               {"2^0", 1},
               {"-2^0", -1},
               {"2^08+3", 259},
               {"5-3", 2},
               {"-5+3", -2},
               {"2^255-1", pow2(255) - 1},
               {"-2^255", -pow2(255)}};
  for (const auto& [text, value] : cases) {
    const auto bound = parse_bound(text);
    ASSERT_TRUE(bound.ok()) << bound.error().message;
    EXPECT_EQ(*bound, value) << text;
  }
}

TEST(ParseBound, Malformed) {
  for (const char* text : {"",       "-",      "+5",      "--1",   "-+1",           "2^",  "2^-1", "2^+1", "-2^",
                           "2^^3",   "3^2",    "^3",      "2^256", "2^99999999999", "2^x", "2^3x", "2^3-", "2^3+",
                           "2^3--1", "2^3+-1", "2^3-1-1", "1-1-1", "2^3-2^2",       " 1",  "1 ",   "0x10", "1.5",
                           "1e3",    "2**3",   "02^3",    "2 ^3"}) {
    EXPECT_FALSE(parse_bound(text).ok()) << "'" << text << "'";
  }
  EXPECT_FALSE(parse_bound("2^" + std::string(1000000, '0')).ok());
  EXPECT_FALSE(parse_bound(std::string(1000000, '-')).ok());
}

TEST(ParseInterval, Ranges) {
  EXPECT_EQ(parse_interval("-2^31:2^31-1").value(), signed_range(32));
  EXPECT_EQ(parse_interval("-2^7:2^7-1").value(), signed_range(8));
  EXPECT_EQ(parse_interval("5:5").value(), (Interval{5, 5}));
  EXPECT_EQ(parse_interval("-2400000:2400000").value(), (Interval{-2400000, 2400000}));
  for (const char* text :
       {"", ":", "1", "1:", ":1", "1:2:3", "1::2", "1 :2", "1: 2", "a:b", "1..2", "1-2", "2^:3", "0:2^256"}) {
    EXPECT_FALSE(parse_interval(text).ok()) << "'" << text << "'";
  }
}

TEST(ParseInterval, LowAboveHighIsEmpty) {
  for (const char* text : {"1:0", "2^31-1:-2^31", "-1:-2", "2^3+1:2^3"}) {
    const auto range = parse_interval(text);
    ASSERT_FALSE(range.ok()) << text;
    EXPECT_NE(range.error().message.find("LO is above HI"), std::string::npos) << range.error().message;
  }
}

}  // namespace
}  // namespace halflsb
