// Rounding of exact quotients to integers, in all six modes. `rounds_up` is the one place where a tie is decided.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "reference/exact/integer.h"

namespace halflsb {

enum class RoundingMode { ties_to_even, ties_away, ties_up, toward_zero, down, up };

inline constexpr std::array<std::pair<RoundingMode, std::string_view>, 6> kRoundingModes{{
    {RoundingMode::ties_to_even, "ties_to_even"},
    {RoundingMode::ties_away, "ties_away"},
    {RoundingMode::ties_up, "ties_up"},
    {RoundingMode::toward_zero, "toward_zero"},
    {RoundingMode::down, "down"},
    {RoundingMode::up, "up"},
}};

[[nodiscard]] constexpr std::string_view name_of(RoundingMode mode) {
  for (const auto& [candidate, name] : kRoundingModes) {
    if (candidate == mode) return name;
  }
  return "?";
}

[[nodiscard]] constexpr std::optional<RoundingMode> parse_rounding_mode(std::string_view text) {
  for (const auto& [mode, name] : kRoundingModes) {
    if (name == text) return mode;
  }
  return std::nullopt;
}

// Where a non-integer x lies between q = floor(x) and q + 1.
struct Fraction {
  int against_half;   // sign of (x - q) - 1/2
  bool floor_is_odd;  // parity of q
  bool negative;      // x < 0
};

// Lemma E1: for x not an integer, the mode's rounding of x is q + 1 if this holds, else q.
[[nodiscard]] constexpr bool rounds_up(RoundingMode mode, Fraction x) {
  switch (mode) {
    case RoundingMode::ties_to_even: return x.against_half > 0 || (x.against_half == 0 && x.floor_is_odd);
    case RoundingMode::ties_away: return x.against_half > 0 || (x.against_half == 0 && !x.negative);
    case RoundingMode::ties_up: return x.against_half >= 0;
    case RoundingMode::toward_zero: return x.negative;
    case RoundingMode::down: return false;
    case RoundingMode::up: return true;
  }
  return false;
}

// numerator / denominator rounded to an integer; denominator > 0; Int is Integer or Int128.
// Lemma E2: with Int128, |numerator| and denominator below 2^126, no intermediate leaves 128 bits:
// |floor * denominator| < |numerator| + denominator < 2^127.
template <class Int>
[[nodiscard]] Int round_quotient(const Int& numerator, const Int& denominator, RoundingMode mode) {
  const Int floor = floor_div<Int>(numerator, denominator);
  const Int below = numerator - floor * denominator;
  if (below == 0) return floor;
  const Int above = denominator - below;
  const Fraction fraction{below < above ? -1 : (below > above ? 1 : 0), floor % 2 != 0, numerator < 0};
  return rounds_up(mode, fraction) ? Int(floor + 1) : floor;
}

// The same, and to a multiple of the power of two that leaves at most `bits` significant bits: a binary float's rounding, in units in which
// its smallest spacing is 1.
// Lemma E7: for b = bit_length(floor|x|) > bits, x and its neighbours with that many bits are multiples of 2^(b - bits) in
// [2^(b-1), 2^b], as x is in [2^(b-1), 2^b); for b <= bits the integers have no more bits than that.
template <class Int>
[[nodiscard]] Int round_significant(const Int& numerator, const Int& denominator, unsigned bits, RoundingMode mode) {
  const Int size = Int((numerator < 0 ? Int(-numerator) : numerator) / denominator);
  const unsigned length = bit_length(size);
  if (length <= bits) return round_quotient<Int>(numerator, denominator, mode);
  const Int spacing = Int(Int(1) << (length - bits));
  return Int(round_quotient<Int>(numerator, Int(denominator * spacing), mode) * spacing);
}

[[nodiscard]] inline Integer round(const Rational& value, RoundingMode mode) {
  return round_quotient<Integer>(numerator(value), denominator(value), mode);
}

}  // namespace halflsb
