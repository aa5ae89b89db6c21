// Takes fields out of a list one by one and remembers the first thing that was wrong, so that a reader can be written as a
// plain sequence of fields. What nobody took is an unknown key.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "harness/problem/fields.h"
#include "reference/exact/parse_number.h"

namespace halflsb {

class FieldReader {
 public:
  explicit FieldReader(const std::vector<Field>& fields) : fields_(fields), taken_(fields.size(), false) {}

  [[nodiscard]] bool has(std::string_view key) const { return find(key) != kNone; }

  // The text of a field. An empty default means that the key is required.
  std::string text(std::string_view key, std::string_view default_text = "") {
    const std::size_t at = find(key);
    if (at == kNone) {
      if (default_text.empty()) fail(std::string(key) + " is missing");
      return std::string(default_text);
    }
    taken_[at] = true;
    return fields_[at].value;
  }

  std::int64_t integer(std::string_view key, std::int64_t lo, std::int64_t hi, std::string_view default_text = "") {
    return accept(key, parse_integer(text(key, default_text), Interval{lo, hi}), Integer(lo))
        .convert_to<std::int64_t>();
  }

  template <class T>
  std::vector<T> integers(std::string_view key, std::int64_t lo, std::int64_t hi, std::string_view default_text = "") {
    std::vector<T> values;
    for_each_item(text(key, default_text), [&](std::string_view item) {
      std::int64_t value = 0;
      const auto [end, status] = std::from_chars(item.data(), item.data() + item.size(), value);
      if (status != std::errc{} || end != item.data() + item.size() || value < lo || value > hi) {
        fail(std::string(key) + "[" + std::to_string(values.size()) + "]: " + in_quotes(item) +
             " is not an integer in [" + std::to_string(lo) + ", " + std::to_string(hi) + "]");
        return false;
      }
      values.push_back(static_cast<T>(value));
      return true;
    });
    return values;
  }

  template <class T>
  T accept(std::string_view key, Result<T> result, T otherwise) {
    if (result) return std::move(*result);
    fail(std::string(key) + ": " + result.error().message);
    return otherwise;
  }

  void fail(std::string message) {
    if (!error_) error_ = Error{std::move(message)};
  }

  // Calls use(item) for each comma-separated item until it returns false.
  template <class Use>
  static void for_each_item(std::string_view list, Use use) {
    while (true) {
      const auto comma = list.find(',');
      if (!use(list.substr(0, comma)) || comma == std::string_view::npos) return;
      list.remove_prefix(comma + 1);
    }
  }

  [[nodiscard]] bool failed() const { return error_.has_value(); }

  // The first error, or an unknown or repeated key.
  [[nodiscard]] std::optional<Error> finish() const {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (find(fields_[i].key) != i) return Error{in_quotes(fields_[i].key) + " is given twice"};
    }
    if (error_) return error_;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (!taken_[i]) return Error{in_quotes(fields_[i].key) + " is not a key that applies here"};
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  [[nodiscard]] std::size_t find(std::string_view key) const {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i].key == key) return i;
    }
    return kNone;
  }

  const std::vector<Field>& fields_;
  std::vector<bool> taken_;
  std::optional<Error> error_;
};

}  // namespace halflsb
