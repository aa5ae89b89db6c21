// One JSON object of a vector file, read field by field. The first thing that is wrong is kept, in one line that names the
// file and the key; what is read after it is a placeholder. A reader is thus a plain sequence of fields and one question.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/exact/integer.h"
#include "reference/exact/result.h"

namespace halflsb {

// The whole of a regular file as JSON.
[[nodiscard]] Result<nlohmann::json> load_json(const std::string& path);

class JsonObject {
 public:
  // `json` and `first_error` outlive this; `where` opens every message.
  JsonObject(const nlohmann::json& json, std::string where, std::optional<Error>& first_error);

  [[nodiscard]] bool has(std::string_view key) const;  // there and not null
  [[nodiscard]] bool is_text(std::string_view key) const;
  [[nodiscard]] bool is_object(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> keys() const;

  std::string text(std::string_view key) const;
  std::int64_t integer(std::string_view key, std::int64_t lo, std::int64_t hi) const;
  std::vector<std::int64_t> integers(std::string_view key, std::int64_t lo, std::int64_t hi) const;
  std::vector<std::int32_t> integers32(std::string_view key, std::int64_t lo, std::int64_t hi) const;
  // The same, of a given length.
  std::vector<std::int64_t> integers(std::string_view key, std::int64_t lo, std::int64_t hi, std::size_t count) const;
  std::vector<std::vector<std::int64_t>> rows(std::string_view key, std::size_t columns) const;
  // The exact value of the double that a JSON number means.
  Rational number(std::string_view key) const;
  std::vector<Rational> numbers(std::string_view key) const;
  JsonObject object(std::string_view key) const;
  std::vector<JsonObject> objects(std::string_view key) const;

  // Fails unless the key is there, be it null.
  void require(std::string_view key) const {
    if (find(key) == nullptr) fail(key, "is missing");
  }
  void fail(std::string_view key, const std::string& what) const;
  // Fails unless have == want.
  void expect_count(std::string_view key, std::size_t have, std::int64_t want) const;
  [[nodiscard]] bool failed() const { return first_error_->has_value(); }
  [[nodiscard]] const std::string& where() const { return where_; }

 private:
  [[nodiscard]] const nlohmann::json* find(std::string_view key) const;
  const nlohmann::json& list(std::string_view key) const;
  std::int64_t integer_of(const nlohmann::json& value, const std::string& key, std::int64_t lo, std::int64_t hi) const;

  const nlohmann::json* json_;
  std::string where_;
  std::optional<Error>* first_error_;
};

}  // namespace halflsb
