// Every command's JSON is what harness/cli/schema.json says, key by key: an undocumented key is an error too.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "harness/tests/cli.h"
#include "harness/tests/folder.h"

namespace halflsb {
namespace {

using nlohmann::json;

// The part of JSON Schema that the file uses: $ref, type, enum, pattern, required, properties, items.
class Schema {
 public:
  Schema() : root_(json::parse(std::ifstream("harness/cli/schema.json"))) {}

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

TEST(Schema, HoldsForEveryCommand) {
  const std::string layer = "corpus/layers/edge_pool/";
  const std::string dumps = "replay --glow-dump --stride 2,2 --pad 1,1,1,1 --src " + layer + "src.txt --filter " +
                            layer + "filter.txt --bias " + layer + "bias.txt --dest " + layer + "dest.txt";
  const Schema schema;
  for (const auto& [definition, arguments] : std::vector<std::pair<std::string, std::string>>{
           {"derive", "derive --scheme glow --factor 0.0117"},
           {"derive", "derive --scheme glow --factor 0x1p-149"},
           {"derive", "derive --scheme glow --factor 0x1p127"},
           {"derive", "derive --scheme ideal --factor 2/3"},
           {"explain", "explain --scheme glow --pre 1 --scale 420 --post 15 --acc 10226036"},
           {"explain", "explain --scheme ideal --factor 1/3 --acc -2^80 --output none"},
           {"targets", "targets"},
           {"check", "check --all --problems 30"},
           {"minimize",
            "minimize --target seeded_requantize_product_wraps "
            "'requantize scheme=glow pre=1 scale=420 post=15 acc=10226036,5'"},
           {"minimize", "minimize --target requantize_glow_scalar 'requantize scheme=glow pre=0 scale=1 post=0 acc=1'"},
           {"replay", "replay 'requantize scheme=glow pre=1 scale=420 post=15 acc=1,2'"},
           {"replay_glow_dump", dumps},
           {"replay_glow_dump", dumps + " --out-pre 1 --out-scale 470 --out-post 15"}}) {
    const CommandResult result = run_halflsb(arguments + " --format json");
    const json answer = json::parse(result.out, nullptr, false);
    ASSERT_FALSE(answer.is_discarded()) << arguments << result.err;
    EXPECT_EQ(schema.complaint(answer, definition), "") << arguments;
  }
}

TEST(Schema, HoldsForACampaign) {
  const Folder folder;
  const CommandResult result = run_halflsb(
      "fuzz seeded_requantize_ties_away requantize_glow_scalar --each 2s --stop-at-first --format json --out " +
      (folder / "out"));
  if (result.err.find("has no libFuzzer") != std::string::npos) GTEST_SKIP() << result.err;
  const json answer = json::parse(result.out, nullptr, false);
  ASSERT_FALSE(answer.is_discarded()) << result.err;
  EXPECT_EQ(Schema().complaint(answer, "fuzz"), "");
  EXPECT_FALSE(answer["results"][0]["findings"].empty());
}

TEST(Schema, NoticesWhatDoesNotHold) {
  const Schema schema;
  json answer = json::parse(run_halflsb("derive --scheme glow --factor 0.5 --format json").out);
  EXPECT_EQ(schema.complaint(answer, "derive"), "");
  answer["extra"] = 1;
  EXPECT_EQ(schema.complaint(answer, "derive"), "derive: undocumented extra");
  answer.erase("extra");
  answer["factor"] = 0.5;
  EXPECT_NE(schema.complaint(answer, "derive"), "");
  answer.erase("factor");
  EXPECT_EQ(schema.complaint(answer, "derive"), "derive: lacks \"factor\"");
}

}  // namespace
}  // namespace halflsb
