// Is a JSON value what a schema file says? Key by key: a key that the schema does not document is a complaint too.
#pragma once

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

namespace halflsb {

// The part of JSON Schema that the file uses: $ref, type, enum, pattern, required, properties, items.
class Schema {
 public:
  using json = nlohmann::json;

  explicit Schema(const std::string& path) : root_(json::parse(std::ifstream(path))) {}

  [[nodiscard]] std::string complaint(const json& value, const std::string& definition) const {
    return complaint(value, root_.at("$defs").at(definition), definition);
  }

 private:
  static bool has_type(const json& value, const std::string& type) {
    if (type == "integer") return value.is_number_integer();
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
           (type == "string" && value.is_string()) || (type == "number" && value.is_number()) ||
           (type == "boolean" && value.is_boolean()) || (type == "null" && value.is_null());
  }

  [[nodiscard]] std::string complaint(const json& value, const json& schema, const std::string& at) const {
    if (schema.contains("$ref")) {
      return complaint(value, root_.at(json::json_pointer(schema["$ref"].get<std::string>().substr(1))), at);
    }
    if (schema.contains("enum")) {
      const json& allowed = schema["enum"];
      if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) return at + ": not in the enum";
    }
    if (schema.contains("type")) {
      const json types = schema["type"].is_array() ? schema["type"] : json::array({schema["type"]});
      const auto fits = [&](const json& type) { return has_type(value, type.get<std::string>()); };
      if (std::none_of(types.begin(), types.end(), fits)) return at + ": wrong type: " + value.dump();
    }
    if (schema.contains("pattern") &&
        !std::regex_search(value.get<std::string>(), std::regex(schema["pattern"].get<std::string>()))) {
      return at + ": does not match the pattern: " + value.dump();
    }
    return value.is_object() ? object_complaint(value, schema, at) : array_complaint(value, schema, at);
  }

  [[nodiscard]] std::string object_complaint(const json& value, const json& schema, const std::string& at) const {
    for (const json& key : schema.value("required", json::array())) {
      if (!value.contains(key.get<std::string>())) return at + ": lacks " + key.dump();
    }
    if (!schema.contains("properties")) return "";
    for (const auto& [key, item] : value.items()) {
      if (!schema["properties"].contains(key)) return at + ": undocumented " + key;
      if (std::string bad = complaint(item, schema["properties"][key], at + "." + key); !bad.empty()) return bad;
    }
    return "";
  }

  [[nodiscard]] std::string array_complaint(const json& value, const json& schema, const std::string& at) const {
    if (!value.is_array() || !schema.contains("items")) return "";
    for (const json& item : value) {
      if (std::string bad = complaint(item, schema["items"], at + "[]"); !bad.empty()) return bad;
    }
    return "";
  }

  json root_;
};

}  // namespace halflsb
