// Tables of factors 2^-s: XNNPACK's and QNNPACK's families by rounding, gemmlowp's rules for shifts that round or saturate.
#include <algorithm>

#include "harness/vectors/formats.h"
#include "harness/vectors/requantize_rows.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

// Does the table say that no row of the family differs from it?
bool none_differs(const JsonObject& family, const char* from) {
  const JsonObject mismatch = family.object("mismatch");
  return mismatch.has(from) && mismatch.integer(from, 0, INT64_MAX) == 0;
}

// What a family must be computed by. With a factor of 2^-s single rounding is ties_up.
std::vector<Parameters> schemes_of(const std::string& name, const JsonObject& family, std::int64_t s) {
  const Rational factor = pow2_rational(-static_cast<int>(s));
  std::vector<Parameters> schemes;
  const bool single = none_differs(family, "single");
  if (name.ends_with("_exact")) {
    for (const auto& [mode, text] : kRoundingModes) schemes.push_back(ideal_parameters(factor, mode));
  } else {
    const bool up = name.ends_with("ties_up") || single;
    if (up) schemes.push_back(ideal_parameters(factor, RoundingMode::ties_up));
    if (!up || none_differs(family, "exact_half_away")) {
      schemes.push_back(ideal_parameters(factor, RoundingMode::ties_away));
    }
  }
  if (single) schemes.push_back(q31_parameters(true, 1 << 30, 1 - s));
  if (none_differs(family, "double")) schemes.push_back(q31_parameters(false, 1 << 30, 1 - s));
  return schemes;
}

// Rows [input, s, zero point, expected].
void read_family(const std::string& table, const std::string& name, const JsonObject& family, OutputRange range,
                 VectorFile& file) {
  const auto fits = [&](std::int64_t value) { return is_between(value, range.lo, range.hi); };
  RequantizeRows rows(table + "/" + name, file);
  std::map<std::int64_t, std::vector<Parameters>> schemes;  // by s
  for (const auto& row : family.rows("rows", 4)) {
    if (!is_int32(row[0]) || !is_between(row[1], 1, 32) || !fits(row[2]) || !fits(row[3])) {
      return family.fail("rows", "hold an input outside int32, an s outside 1 to 32, or an output out of range");
    }
    if (!schemes.contains(row[1])) schemes[row[1]] = schemes_of(name, family, row[1]);
    for (const Parameters& scheme : schemes[row[1]]) rows.add(scheme, row[2], range, row[0], row[3]);
  }
}

// "-128..127".
Result<Interval> range_in_words(std::string text) {
  if (const auto dots = text.find(".."); dots != std::string::npos) text.replace(dots, 2, ":");
  return parse_interval(text);
}

// "2^-32", or anything that parse_rational reads.
Result<Rational> factor_in_words(const std::string& text) {
  if (text.rfind("2^-", 0) != 0) return parse_rational(text);
  const auto exponent = parse_integer(text.substr(3), Interval{0, 255});
  if (!exponent) return exponent.error();
  return pow2_rational(-static_cast<int>(*exponent));
}

// One special case: a zero point, or "each of LO..HI"; an output, or "max(LO, zero_point-1)". False for other words.
bool read_special(const std::string& table, const JsonObject& json, OutputRange range, VectorFile& file) {
  constexpr std::string_view kEach = "each of ";
  const std::int64_t x = json.integer("input", INT32_MIN, INT32_MAX);
  const auto factor = factor_in_words(json.text("scale"));
  Interval zero_points;
  if (json.is_text("zero_point")) {
    const std::string words = json.text("zero_point");
    const auto each = range_in_words(words.rfind(kEach, 0) == 0 ? words.substr(kEach.size()) : words);
    if (!each || each->lo < range.lo || each->hi > range.hi) return false;
    zero_points = *each;
  } else {
    zero_points.lo = zero_points.hi = json.integer("zero_point", range.lo, range.hi);
  }
  const bool below = json.is_text("expected");
  if (below && json.text("expected") != "max(" + std::to_string(range.lo) + ", zero_point-1)") return false;
  const std::int64_t fixed = below ? 0 : json.integer("expected", range.lo, range.hi);
  if (!factor) return false;
  RequantizeRows rows(table + "/special_cases", file);
  for (Integer at = zero_points.lo; at <= zero_points.hi; ++at) {
    const auto zero_point = at.convert_to<std::int64_t>();
    rows.add(ideal_parameters(*factor, RoundingMode::ties_away), zero_point, range, x,
             below ? std::max(range.lo, zero_point - 1) : fixed);
  }
  return true;
}

// floor(|x| / 2^e + 1/2) with the sign of x, in the rule's own arithmetic.
std::int64_t half_away(std::int64_t x, std::int64_t e) {
  const std::int64_t magnitude = x < 0 ? -x : x;
  const std::int64_t rounded = e == 0 ? magnitude : (magnitude + (std::int64_t{1} << (e - 1))) >> e;
  return x < 0 ? -rounded : rounded;
}

// x * 2^e, saturated to int32, or rounded half away where e is negative.
std::int64_t multiplied(std::int64_t x, std::int64_t e) {
  if (e < 0) return half_away(x, -e);
  return std::clamp<std::int64_t>(x * (std::int64_t{1} << e), INT32_MIN, INT32_MAX);
}

}  // namespace

void read_power_of_two_families(const std::string& table, const JsonObject& json, VectorFile& file) {
  const bool is_unsigned = table.find("qu8") != std::string::npos;
  const OutputRange range = is_unsigned ? OutputRange{0, 255} : OutputRange{-128, 127};
  const JsonObject families = json.object("families");
  for (const std::string& name : families.keys()) read_family(table, name, families.object(name), range, file);
  if (!json.has("special_cases")) return;
  for (const JsonObject& special : json.objects("special_cases")) {
    if (!read_special(table, special, range, file)) ++file.skipped[table + "/special_cases: other words"];
  }
}

void read_power_of_two_rules(const std::string& table, const JsonObject& json, VectorFile& file) {
  const auto values = json.integers32("test_values", INT32_MIN, INT32_MAX);
  const auto exponents = range_in_words(json.text("exponents"));
  if (!exponents || exponents->lo < 0 || exponents->hi > 31) json.fail("exponents", "is not a range within 0..31");
  const auto powers = json.integers("saturating_multiply_by_pot_exponents", -31, 31);
  if (json.failed()) return;
  RequantizeRows rows(table + "/of the product with -2^31", file);
  for (auto e = exponents->lo.convert_to<std::int64_t>(); e <= exponents->hi; ++e) {
    StepVector shift{table, shift_right_step("rounding_shift", e, 32, RoundingMode::ties_away), values, {}};
    for (const std::int32_t x : values) {
      shift.expected.push_back(half_away(x, e));
      // The same shift inside double rounding: a multiplier of -2^31 makes the product before it -x, but for the lowest x.
      if (x > INT32_MIN) rows.add(q31_parameters(false, INT32_MIN, -e), 0, kInt32Range, x, -half_away(x, e));
    }
    file.steps.push_back(std::move(shift));
  }
  for (const std::int64_t e : powers) {
    Step step = e < 0 ? shift_right_step("rounding_shift", -e, 32, RoundingMode::ties_away)
                      : shift_left_step("left_shift", e, 32);
    step.saturating = e >= 0;
    StepVector multiply{table + "/saturating multiply", step, values, {}};
    for (const std::int32_t x : values) multiply.expected.push_back(multiplied(x, e));
    file.steps.push_back(std::move(multiply));
  }
}

}  // namespace halflsb
