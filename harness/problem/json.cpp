#include "harness/problem/json.h"

#include <charconv>

#include "harness/problem/field_reader.h"

namespace halflsb {
namespace {

// Beyond 2^53 a JSON number loses digits in many readers, so such an integer stays a string.
constexpr std::int64_t kExactNumber = std::int64_t{1} << 53;

Json value_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = status == std::errc{} && end == text.data() + text.size();
  if (whole && number >= -kExactNumber && number <= kExactNumber) return number;
  return std::string(text);
}

Json list_of(std::string_view text) {
  Json list = Json::array();
  FieldReader::for_each_item(text, [&](std::string_view item) {
    list.push_back(value_of(item));
    return true;
  });
  return list;
}

bool text_of(const Json& value, std::string& text) {
  if (value.is_string()) {
    text += value.get<std::string>();
  } else if (value.is_number_integer()) {
    text += value.dump();
  } else {
    return false;
  }
  return true;
}

}  // namespace

Json to_json(const Problem& problem) {
  Json json{{"kind", kind_of(problem)}};
  for (const Field& field : to_fields(problem)) {
    const bool list = field.value.find(',') != std::string::npos;
    json[field.key] = list ? list_of(field.value) : value_of(field.value);
  }
  return json;
}

Result<Problem> problem_from_json(const Json& json) {
  if (!json.is_object()) return Error{"the problem is not a JSON object"};
  const auto kind = json.find("kind");
  if (kind == json.end() || !kind->is_string()) return Error{"the problem has no \"kind\" (expected a string)"};
  std::vector<Field> fields;
  for (const auto& [key, value] : json.items()) {
    if (key == "kind") continue;
    Field field{key, ""};
    bool readable = true;
    if (value.is_array()) {
      for (std::size_t i = 0; i < value.size() && readable; ++i) {
        if (i > 0) field.value += ',';
        readable = text_of(value[i], field.value);
      }
    } else {
      readable = text_of(value, field.value);
    }
    if (!readable) return Error{in_quotes(key) + " is neither an integer, a string nor a list of them"};
    fields.push_back(std::move(field));
  }
  return from_fields(kind->get<std::string>(), fields);
}

}  // namespace halflsb
