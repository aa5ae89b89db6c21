// Reads a certificate's JSON with limits, so that no file can make the checker hang or run out of memory. Numbers are strings of
// decimal digits in their one canonical form; an object has exactly the keys it is read for, each once.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace halflsb::checker {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;
using Json = nlohmann::json;

struct Unreadable {
  std::string what;
};
struct Fails {
  std::string what;
};

// Throws Fails where the identity does not hold.
void expect(bool holds, const std::string& identity);

inline constexpr std::size_t kMostBytes = 32U << 20;
inline constexpr std::size_t kMostDigits = 1000;  // of one number
inline constexpr int kMostNesting = 8;

[[nodiscard]] Json parse(const std::string& text);

void expect_keys(const Json& object, std::initializer_list<const char*> keys);

// The value of a key that is there: see expect_keys().
[[nodiscard]] Integer integer(const Json& object, const char* key);
[[nodiscard]] std::optional<Integer> integer_or_null(const Json& object, const char* key);
[[nodiscard]] Rational rational(const Json& object, const char* key);
[[nodiscard]] bool boolean(const Json& object, const char* key);
[[nodiscard]] std::string text(const Json& object, const char* key);
[[nodiscard]] const Json& array(const Json& object, const char* key);
[[nodiscard]] Integer to_integer(const Json& value, const char* what);

[[nodiscard]] std::string to_text(const Integer& value);
[[nodiscard]] std::string to_text(const Rational& value);

}  // namespace halflsb::checker
