// Numbers as people write them, read exactly: "12", "-0.0117", "1e-3", "7/3", "0x1.8p-3", "f32:0.0117".
// Errors say what was expected; exponents are limited to +-4096 so that no short text asks for a huge number.
#pragma once

#include <string_view>

#include "reference/exact/integer.h"
#include "reference/exact/result.h"
#include "reference/exact/width.h"

namespace halflsb {

// Integer, decimal, exponent form, a/b, hex float, or f32:X (the float32 nearest to X, ties to even).
[[nodiscard]] Result<Rational> parse_rational(std::string_view text);

// An optional sign and at most 4096 decimal digits.
[[nodiscard]] Result<Integer> parse_integer(std::string_view text);

// parse_integer, within range.
[[nodiscard]] Result<Integer> parse_integer(std::string_view text, const Interval& range);

// LO:HI, inclusive, each [-]INT or [-]2^K, with +INT or -INT behind; -2^K is -(2^K); 0 <= K <= 255; LO <= HI.
[[nodiscard]] Result<Interval> parse_interval(std::string_view text);

// One bound of such an interval.
[[nodiscard]] Result<Integer> parse_bound(std::string_view text);

// The text in quotes for an error line: cut at 40 characters, unprintable ones as '?'.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace halflsb
