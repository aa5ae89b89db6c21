// The requantization tables of other projects' tests, by name.
#include <array>

#include "harness/vectors/formats.h"
#include "harness/vectors/requantize_rows.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

// Rows [input, multiplier, exponent, expected].
void read_single_rounding(const std::string& name, const JsonObject& json, VectorFile& file) {
  RequantizeRows rows(name, file);
  for (const auto& row : json.rows("rows", 4)) {
    const bool fits = is_int32(row[0]) && is_int32(row[1]) && is_int32(row[3]);
    if (!fits || !is_between(row[2], kLowestShift, kHighestShift)) {
      return json.fail("rows", "hold a value outside int32 or an exponent outside -224 to 30");
    }
    rows.add(q31_parameters(true, row[1], row[2]), 0, kInt32Range, row[0], row[3]);
  }
}

// Objects with x, q, shift, expected (double rounding) and single, which says nothing for a negative multiplier.
void read_multiplications(const std::string& name, const JsonObject& json, VectorFile& file) {
  RequantizeRows rows(name, file);
  for (const JsonObject& row : json.objects("rows")) {
    const auto value = [&](const char* key) { return row.integer(key, INT32_MIN, INT32_MAX); };
    const std::int64_t x = value("x"), q = value("q"), shift = row.integer("shift", kLowestShift, kHighestShift);
    rows.add(q31_parameters(false, q, shift), 0, kInt32Range, x, value("expected"));
    if (q >= 0 && row.has("single")) rows.add(q31_parameters(true, q, shift), 0, kInt32Range, x, value("single"));
  }
}

// Objects with double_hex, expected_q, expected_shift.
void read_derivations(const std::string& name, const JsonObject& json, VectorFile& file) {
  for (const JsonObject& row : json.objects("rows")) {
    const auto factor = parse_rational(row.text("double_hex"));
    if (!factor) return row.fail("double_hex", factor.error().message);
    const std::int64_t q = row.integer("expected_q", INT32_MIN, INT32_MAX);
    const std::int64_t shift = row.integer("expected_shift", INT32_MIN, INT32_MAX);
    file.derivations.push_back({name, {*factor, std::nullopt}, q31_parameters(false, q, shift)});
    if (q >= 0 && shift <= kHighestShift) {  // beyond, single rounding has a limit of its own
      file.derivations.push_back({name, {*factor, std::nullopt}, q31_parameters(true, q, shift)});
    }
  }
}

using Reader = void (*)(const std::string& name, const JsonObject& json, VectorFile& file);

struct Table {
  std::string_view name;
  Reader read;      // null: skipped
  const char* why;  // it is skipped
};

constexpr std::array<Table, 9> kTables{{
    {"ruy_head_single_rounding", read_single_rounding, ""},
    {"ruy_2020_double_rounding_ties_up", nullptr, "double rounding with ties up in both roundings, no scheme here"},
    {"tf_quantize_multiplier", read_derivations, ""},
    {"tf_multiply_by_quantized_multiplier_int32", read_multiplications, ""},
    {"tf_multiply_by_quantized_multiplier_int64", nullptr, "64-bit accumulators, no scheme here"},
    {"tflm_misc", nullptr, "not requantization"},
    {"xnnpack_qs8_po2", read_power_of_two_families, ""},
    {"qnnpack_qu8_po2", read_power_of_two_families, ""},
    {"gemmlowp_rounding_divide_by_pot", read_power_of_two_rules, ""},
}};

}  // namespace

bool is_table(const JsonObject& json, const std::string& name) {
  for (const Table& table : kTables) {
    if (table.name == name) return true;
  }
  return json.is_object(name) && json.object(name).has("source");
}

void read_table(const std::string& name, const JsonObject& json, VectorFile& file) {
  for (const Table& table : kTables) {
    if (table.name != name) continue;
    if (table.read != nullptr) return table.read(name, json, file);
    ++file.skipped["table " + name + ": " + table.why];
    return;
  }
  ++file.skipped["table " + name + ": unknown"];
}

}  // namespace halflsb
