// Integers written as decimals ("-106.000000", "1.261e+04"), read exactly: no floating point, no rounding.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace halflsb {

// [+-] digits [. digits] [e [+-] digits], at least one digit before the exponent. Empty where the text is anything
// else, where the value is not an integer, or where it is 10^18 or more in magnitude.
[[nodiscard]] inline std::optional<std::int64_t> parse_integral_decimal(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto sign = [&text] {
    const bool signed_text = !text.empty() && (text.front() == '-' || text.front() == '+');
    const bool negative = signed_text && text.front() == '-';
    text.remove_prefix(signed_text ? 1 : 0);
    return negative;
  };
  std::int64_t mantissa = 0;  // without the zeros at its end
  std::int64_t zeros = 0;     // those
  std::int64_t power = 0;     // value = mantissa * 10^(zeros + power)
  const auto append = [&mantissa](int digit) {
    if (mantissa >= 100'000'000'000'000'000) return false;
    mantissa = mantissa * 10 + digit;
    return true;
  };

  const bool negative = sign();
  bool any = false;
  bool point = false;
  for (; !text.empty(); text.remove_prefix(1)) {
    const char c = text.front();
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(c)) break;
    any = true;
    if (point) --power;
    if (c == '0') {
      ++zeros;
      continue;
    }
    for (; zeros > 0 && mantissa != 0; --zeros) {
      if (!append(0)) return std::nullopt;
    }
    zeros = 0;
    if (!append(c - '0')) return std::nullopt;
  }
  if (!any) return std::nullopt;

  if (!text.empty()) {
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    text.remove_prefix(1);
    const bool negative_exponent = sign();
    if (text.empty()) return std::nullopt;
    std::int64_t exponent = 0;
    for (const char c : text) {
      if (!is_digit(c)) return std::nullopt;
      if (exponent < 1'000'000'000) exponent = exponent * 10 + (c - '0');
    }
    power += negative_exponent ? -exponent : exponent;
  }

  if (mantissa == 0) return 0;
  power += zeros;
  if (power < 0) return std::nullopt;  // the last digit of the mantissa is not 0: a fraction remains
  for (; power > 0; --power) {
    if (!append(0)) return std::nullopt;
  }
  return negative ? -mantissa : mantissa;
}

}  // namespace halflsb
