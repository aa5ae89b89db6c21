// Every command's JSON is what harness/cli/schema.json says, key by key: an undocumented key is an error too.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "harness/tests/cli.h"

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
  const std::string dumps = "replay --glow-dump --stride 2,2 --pad 1,1,1,1 --src " + layer + "src.txt --filter " + layer +
                            "filter.txt --bias " + layer + "bias.txt --dest " + layer + "dest.txt";
  const Schema schema;
  for (const auto& [definition, arguments] : std::vector<std::pair<std::string, std::string>>{
           {"derive", "derive --scheme glow --factor 0.0117"},
           {"derive", "derive --scheme glow --factor 0x1p-149"},
           {"derive", "derive --scheme glow --factor 0x1p127"},
           {"derive", "derive --scheme ideal --factor 2/3"},
           {"explain", "explain --scheme glow --pre 1 --scale 420 --post 15 --acc 10226036"},
           {"explain", "explain --scheme ideal --factor 1/3 --acc -2^80 --output none"},
           {"prove", "prove --scheme glow --pre 1 --scale 420 --post 15 --zero-point -128 --acc -2400000:2400000"},
           {"prove", "prove --scheme glow --pre 0 --scale 4194304 --post 62 --output none"},
           {"prove", "prove --scheme ideal --factor 2/3 --output none --acc -5:5"},
           {"prove", "prove --scheme glow --factor 0.0117 --bias -9:9 --bias-scale 3 --bias-post 1 --acc -1000:1000"},
           {"prove", "prove --scheme glow --factor 0.0117 --bias 7:7 --bias-scale 3 --bias-post 1 --acc -1000:1000"},
           {"choose", "choose --factor 0.0117 --acc -2^20:2^20 --front"},
           {"choose", "choose --factor 0.0117 --clamp-first"},
           {"choose", "choose --factor 3 --acc -2^31:2^31-1 --output none"},
           {"equal", "equal --a '--scheme glow --factor 0.0117' --b '--scheme ideal --factor 0.0117'"},
           {"equal", "equal --a '--scheme glow --factor 0.5' --b '--scheme glow --factor 0.5'"},
           {"sweep", "sweep --scheme glow --pre 1 --scale 420 --post 15 --acc -100000:100000"},
           {"sweep", "sweep --scheme ideal --factor 1/3 --acc 0:9 --output none --shard 1/2"},
           {"sweep", "sweep --target seeded_requantize_ties_away --pre 0 --scale 1 --post 1 --acc -9:9"},
           {"sweep_of_a_kernel_that_fails", "sweep --target seeded_requantize_writes_past_end --pre 0 --scale 1 --post 1 --acc -9:9"},
           {"equal", "equal --a '--target requantize_glow_scalar --factor 0.5' --b '--scheme glow --factor 0.5' --acc -99:99"},
           {"targets", "targets"},
           {"check", "check --all --problems 30"},
           {"minimize", "minimize --target seeded_requantize_product_wraps "
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
