// Values out of JSON that others wrote: what is missing or of another type is absent, never an error.
#pragma once

#include <cmath>
#include <optional>
#include <string>

#include "harness/problem/json.h"
#include "reference/exact/parse_number.h"

namespace halflsb::report {

// Null where there is none.
[[nodiscard]] inline const Json& member(const Json& json, const char* key) {
  static const Json nothing;
  if (!json.is_object()) return nothing;
  const auto found = json.find(key);
  return found == json.end() ? nothing : *found;
}

[[nodiscard]] inline std::string text_at(const Json& json, const char* key) {
  const Json& value = member(json, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

// Also of integers that are kept as text.
[[nodiscard]] inline std::string integer_text_at(const Json& json, const char* key) {
  const Json& value = member(json, key);
  if (value.is_number_integer()) return value.dump();
  const std::string text = text_at(json, key);
  return parse_integer(text) ? text : std::string();
}

[[nodiscard]] inline std::optional<std::uint64_t> count_at(const Json& json, const char* key) {
  const Json& value = member(json, key);
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  return std::nullopt;
}

[[nodiscard]] inline std::optional<double> number_at(const Json& json, const char* key) {
  const Json& value = member(json, key);
  if (!value.is_number() || !std::isfinite(value.get<double>())) return std::nullopt;
  return value.get<double>();
}

[[nodiscard]] inline std::optional<Rational> rational_at(const Json& json, const char* key) {
  const auto value = parse_rational(text_at(json, key));
  if (!value) return std::nullopt;
  return *value;
}

[[nodiscard]] inline bool is_true_at(const Json& json, const char* key) {
  const Json& value = member(json, key);
  return value.is_boolean() && value.get<bool>();
}

// Not an array: an empty one.
[[nodiscard]] inline const Json& array_at(const Json& json, const char* key) {
  static const Json empty = Json::array();
  const Json& value = member(json, key);
  return value.is_array() ? value : empty;
}

}  // namespace halflsb::report
