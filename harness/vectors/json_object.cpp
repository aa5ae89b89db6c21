#include "harness/vectors/json_object.h"

#include <cmath>

#include "harness/readers/excerpt.h"
#include "reference/exact/binary_float.h"

namespace halflsb {
namespace {

using Json = nlohmann::json;

// What a value looks like, for a message.
std::string shown(const Json& value) {
  if (value.is_array()) return "a list of " + std::to_string(value.size());
  if (value.is_object()) return "an object";
  return excerpt(value.dump(-1, ' ', true, Json::error_handler_t::replace));
}

std::string element(std::string_view list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

// An integer from lo to hi.
std::optional<std::int64_t> whole(const Json& value, std::int64_t lo, std::int64_t hi) {
  if (!value.is_number_integer()) return std::nullopt;
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX) return std::nullopt;
  const auto number = value.get<std::int64_t>();
  return number >= lo && number <= hi ? std::optional(number) : std::nullopt;
}

}  // namespace

JsonObject::JsonObject(const Json& json, std::string where, std::optional<Error>& first_error)
    : json_(&json), where_(std::move(where)), first_error_(&first_error) {
  if (!json.is_object() && !failed()) first_error = Error{where_ + ": is " + shown(json) + " (expected an object)"};
}

void JsonObject::fail(std::string_view key, const std::string& what) const {
  if (!failed()) *first_error_ = Error{where_ + ": " + one_line(key) + ": " + what};
}

void JsonObject::expect_count(std::string_view key, std::size_t have, std::int64_t want) const {
  if (static_cast<std::int64_t>(have) == want) return;
  fail(key, "has " + std::to_string(have) + " values (expected " + std::to_string(want) + ")");
}

const Json* JsonObject::find(std::string_view key) const {
  if (!json_->is_object()) return nullptr;
  const auto at = json_->find(std::string(key));
  return at == json_->end() ? nullptr : &*at;
}

bool JsonObject::has(std::string_view key) const {
  const Json* value = find(key);
  return value != nullptr && !value->is_null();
}

bool JsonObject::is_text(std::string_view key) const {
  const Json* value = find(key);
  return value != nullptr && value->is_string();
}

bool JsonObject::is_object(std::string_view key) const {
  const Json* value = find(key);
  return value != nullptr && value->is_object();
}

std::vector<std::string> JsonObject::keys() const {
  std::vector<std::string> all;
  if (!json_->is_object()) return all;
  for (const auto& [key, value] : json_->items()) all.push_back(key);
  return all;
}

std::string JsonObject::text(std::string_view key) const {
  const Json* value = find(key);
  if (value == nullptr) {
    fail(key, "is missing (expected a string)");
  } else if (!value->is_string()) {
    fail(key, "is " + shown(*value) + " (expected a string)");
  } else {
    return value->get<std::string>();
  }
  return "";
}

std::int64_t JsonObject::integer_of(const Json& value, const std::string& key, std::int64_t lo, std::int64_t hi) const {
  if (const auto number = whole(value, lo, hi)) return *number;
  fail(key,
       "is " + shown(value) + " (expected an integer from " + std::to_string(lo) + " to " + std::to_string(hi) + ")");
  return lo;
}

std::int64_t JsonObject::integer(std::string_view key, std::int64_t lo, std::int64_t hi) const {
  if (const Json* value = find(key)) return integer_of(*value, std::string(key), lo, hi);
  fail(key, "is missing (expected an integer)");
  return lo;
}

const Json& JsonObject::list(std::string_view key) const {
  static const Json empty = Json::array();
  const Json* value = find(key);
  if (value != nullptr && value->is_array()) return *value;
  fail(key, value == nullptr ? "is missing (expected a list)" : "is " + shown(*value) + " (expected a list)");
  return empty;
}

std::vector<std::int64_t> JsonObject::integers(std::string_view key, std::int64_t lo, std::int64_t hi) const {
  std::vector<std::int64_t> values;
  for (const Json& item : list(key)) {
    const auto number = whole(item, lo, hi);
    values.push_back(number ? *number : integer_of(item, element(key, values.size()), lo, hi));
    if (failed()) break;
  }
  return values;
}

std::vector<std::int32_t> JsonObject::integers32(std::string_view key, std::int64_t lo, std::int64_t hi) const {
  const auto wide = integers(key, lo, hi);
  return {wide.begin(), wide.end()};
}

std::vector<std::int64_t> JsonObject::integers(std::string_view key, std::int64_t lo, std::int64_t hi,
                                               std::size_t count) const {
  auto values = integers(key, lo, hi);
  expect_count(key, values.size(), static_cast<std::int64_t>(count));
  values.resize(count, lo);
  return values;
}

std::vector<std::vector<std::int64_t>> JsonObject::rows(std::string_view key, std::size_t columns) const {
  std::vector<std::vector<std::int64_t>> all;
  for (const Json& row : list(key)) {
    const std::string name = element(key, all.size());
    const Json wrapped{{name, row}};
    all.push_back(JsonObject(wrapped, where_, *first_error_).integers(name, INT64_MIN, INT64_MAX, columns));
    if (failed()) break;
  }
  return all;
}

Rational JsonObject::number(std::string_view key) const {
  const Json* value = find(key);
  if (value != nullptr && value->is_number() && std::isfinite(value->get<double>())) {
    return exact_value(value->get<double>());
  }
  fail(key, (value == nullptr ? "is missing" : "is " + shown(*value)) + " (expected a number)");
  return 0;
}

std::vector<Rational> JsonObject::numbers(std::string_view key) const {
  std::vector<Rational> values;
  for (const Json& item : list(key)) {
    const std::string name = element(key, values.size());
    const Json wrapped{{name, item}};
    values.push_back(JsonObject(wrapped, where_, *first_error_).number(name));
  }
  return values;
}

JsonObject JsonObject::object(std::string_view key) const {
  static const Json empty = Json::object();
  const Json* value = find(key);
  if (value == nullptr) fail(key, "is missing (expected an object)");
  return {value == nullptr ? empty : *value, where_ + ": " + one_line(key), *first_error_};
}

std::vector<JsonObject> JsonObject::objects(std::string_view key) const {
  std::vector<JsonObject> all;
  for (const Json& item : list(key)) {
    all.emplace_back(item, where_ + ": " + one_line(element(key, all.size())), *first_error_);
  }
  return all;
}

}  // namespace halflsb
