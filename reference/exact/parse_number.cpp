#include "reference/exact/parse_number.h"

#include <algorithm>
#include <cctype>

#include "reference/exact/binary_float.h"

namespace halflsb {
namespace {

constexpr std::size_t kMaxDigits = 4096;
constexpr int kMaxExponent = 4096;

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_hex_digit(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

Error not_a_number(std::string_view text) {
  return Error{in_quotes(text) + " is not a number (expected an integer, a decimal, a/b, a hex float or f32:X)"};
}

// Reads a sign; the rest stays in text.
bool take_sign(std::string_view& text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) return false;
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

// A run of digits in the given base as an integer; cpp_int's own parser would read a leading 0 as octal.
Integer digits_value(std::string_view digits, int base) {
  const auto first = std::min(digits.find_first_not_of('0'), digits.size());
  const std::string significant(digits.substr(first));
  if (significant.empty()) return 0;
  return base == 16 ? Integer("0x" + significant) : Integer(significant);
}

// digits[.digits][<mark>[sign]digits], unsigned; `base` 10 with mark e, or 16 with mark p (a power of two).
Result<Rational> parse_positional(std::string_view whole, std::string_view text, int base) {
  const auto digit = base == 16 ? is_hex_digit : is_digit;
  std::string digits;
  int fraction_digits = 0;
  bool point = false;
  std::size_t at = 0;
  for (; at < text.size() && (digit(text[at]) || (text[at] == '.' && !point)); ++at) {
    if (text[at] == '.') {
      point = true;
    } else {
      digits += text[at];
      fraction_digits += point ? 1 : 0;
    }
  }
  if (digits.empty() || digits.size() > kMaxDigits) return not_a_number(whole);
  int exponent = 0;
  if (at < text.size()) {
    const char mark = base == 16 ? 'p' : 'e';
    if (std::tolower(static_cast<unsigned char>(text[at])) != mark) return not_a_number(whole);
    std::string_view rest = text.substr(at + 1);
    const bool negative = take_sign(rest);
    const bool well_formed = !rest.empty() && std::all_of(rest.begin(), rest.end(), is_digit);
    if (!well_formed) return not_a_number(whole);
    rest.remove_prefix(std::min(rest.find_first_not_of('0'), rest.size()));
    const Integer magnitude = rest.size() > 9 ? Integer(kMaxExponent + 1) : digits_value(rest, 10);
    if (magnitude > kMaxExponent) {
      return Error{in_quotes(whole) + " has an exponent beyond +-" + std::to_string(kMaxExponent)};
    }
    exponent = static_cast<int>(magnitude) * (negative ? -1 : 1);
  }
  const Rational mantissa(digits_value(digits, base));
  if (base == 16) return Rational(mantissa * pow2_rational(exponent - 4 * fraction_digits));
  const int power = exponent - fraction_digits;
  const Integer ten = pow(Integer(10), static_cast<unsigned>(std::abs(power)));
  return power >= 0 ? Rational(mantissa * ten) : Rational(mantissa / ten);
}

}  // namespace

std::string in_quotes(std::string_view text) {
  std::string result = "'";
  for (const char c : text.substr(0, 40)) result += std::isprint(static_cast<unsigned char>(c)) != 0 ? c : '?';
  return result + (text.size() > 40 ? "...'" : "'");
}

Result<Integer> parse_integer(std::string_view text) {
  std::string_view digits = text;
  const bool negative = take_sign(digits);
  if (digits.empty() || digits.size() > kMaxDigits || !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return Error{in_quotes(text) + " is not an integer"};
  }
  const Integer magnitude = digits_value(digits, 10);
  return negative ? Integer(-magnitude) : magnitude;
}

Result<Integer> parse_integer(std::string_view text, const Interval& range) {
  auto value = parse_integer(text);
  if (!value || range.contains(*value)) return value;
  return Error{in_quotes(text) + " is outside [" + to_text(range.lo) + ", " + to_text(range.hi) + "]"};
}

Result<Rational> parse_rational(std::string_view text) {
  if (text.starts_with("f32:")) {
    const std::string_view rest = text.substr(4);
    if (rest.starts_with("f32:")) return not_a_number(text);  // else a long text nests as deep as it likes
    const auto exact = parse_rational(rest);
    if (!exact) return exact;
    auto nearest = nearest_float(*exact, kFloat32);
    if (!nearest) return Error{in_quotes(text) + ": " + nearest.error().message};
    return nearest;
  }
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto numerator = parse_integer(text.substr(0, slash));
    const auto denominator = parse_integer(text.substr(slash + 1));
    if (!numerator || !denominator) return not_a_number(text);
    if (*denominator <= 0) return Error{in_quotes(text) + " has a denominator that is not positive"};
    return Rational(*numerator, *denominator);
  }
  std::string_view rest = text;
  const bool negative = take_sign(rest);
  const bool hex = rest.starts_with("0x") || rest.starts_with("0X");
  auto magnitude = hex ? parse_positional(text, rest.substr(2), 16) : parse_positional(text, rest, 10);
  if (!magnitude || !negative) return magnitude;
  return Rational(-*magnitude);
}

Result<Integer> parse_bound(std::string_view text) {
  const Error error{in_quotes(text) + " is not a bound (expected [-]INT or [-]2^K, then optionally +INT or -INT)"};
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  const auto end = std::min(rest.find_first_of("+-"), rest.size());
  const std::string_view head = rest.substr(0, end);
  const std::string_view tail = rest.substr(end);
  if (head.empty() || !is_digit(head.front())) return error;
  Integer value;
  if (head.starts_with("2^")) {
    const auto exponent = parse_integer(head.substr(2));
    if (!exponent || !is_digit(head[2])) return error;
    if (*exponent > 255) return Error{in_quotes(text) + " has a power of two beyond 2^255"};
    value = pow2(static_cast<unsigned>(*exponent));
  } else {
    const auto integer = parse_integer(head);
    if (!integer) return error;
    value = *integer;
  }
  if (negative) value = -value;
  if (tail.empty()) return value;
  const auto addend = parse_integer(tail);
  if (!addend) return error;
  return Integer(value + *addend);
}

Result<Interval> parse_interval(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return Error{in_quotes(text) + " is not a range (expected LO:HI)"};
  const auto lo = parse_bound(text.substr(0, colon));
  if (!lo) return lo.error();
  const auto hi = parse_bound(text.substr(colon + 1));
  if (!hi) return hi.error();
  if (*lo > *hi) return Error{in_quotes(text) + " is empty: LO is above HI"};
  return Interval{*lo, *hi};
}

}  // namespace halflsb
