#include "harness/certificate/checker_json.h"

#include <set>

namespace halflsb::checker {
namespace {

bool canonical(const std::string& digits) {
  const std::size_t sign = !digits.empty() && digits[0] == '-' ? 1 : 0;
  if (digits.size() == sign || digits.size() > sign + kMostDigits) return false;
  if (digits.find_first_not_of("0123456789", sign) != std::string::npos) return false;
  return digits[sign] != '0' || digits == "0";
}

}  // namespace

void expect(bool holds, const std::string& identity) {
  if (!holds) throw Fails{identity};
}

Json parse(const std::string& text) {
  if (text.size() > kMostBytes) throw Unreadable{"the file is longer than " + std::to_string(kMostBytes) + " bytes"};
  std::vector<std::set<std::string>> seen;  // the keys of the objects around
  const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (depth > kMostNesting) throw Unreadable{"nested too deeply"};
    if (event == Json::parse_event_t::object_start) {
      seen.resize(static_cast<std::size_t>(depth) + 1);
      seen.emplace_back();
    } else if (event == Json::parse_event_t::key) {
      const auto key = value.get<std::string>();
      if (!seen.at(static_cast<std::size_t>(depth)).insert(key).second)
        throw Unreadable{"the key \"" + key + "\" is given twice"};
    }
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::exception&) {
    throw Unreadable{"not JSON"};
  }
}

void expect_keys(const Json& object, std::initializer_list<const char*> keys) {
  if (!object.is_object()) throw Unreadable{std::string("expected an object with \"") + *keys.begin() + "\""};
  for (const char* key : keys) {
    if (!object.contains(key)) throw Unreadable{std::string("\"") + key + "\" is missing"};
  }
  if (object.size() != keys.size()) {
    throw Unreadable{std::string("the object with \"") + *keys.begin() + "\" has unknown keys"};
  }
}

Integer to_integer(const Json& value, const char* what) {
  if (value.is_string()) {
    if (const auto& digits = value.get_ref<const std::string&>(); canonical(digits)) return Integer(digits);
  }
  throw Unreadable{std::string("\"") + what + "\" is not an integer in decimal digits"};
}

Integer integer(const Json& object, const char* key) { return to_integer(object.at(key), key); }

std::optional<Integer> integer_or_null(const Json& object, const char* key) {
  if (object.at(key).is_null()) return std::nullopt;
  return integer(object, key);
}

Rational rational(const Json& object, const char* key) {
  if (object.at(key).is_string()) {
    const auto& digits = object.at(key).get_ref<const std::string&>();
    const auto slash = digits.find('/');
    const std::string below = slash == std::string::npos ? "1" : digits.substr(slash + 1);
    if (const std::string above = digits.substr(0, slash); canonical(above) && canonical(below) && Integer(below) > 0) {
      const Rational value{Integer(above), Integer(below)};
      if (to_text(value) == digits) return value;
    }
  }
  throw Unreadable{std::string("\"") + key + "\" is not a fraction in lowest terms"};
}

bool boolean(const Json& object, const char* key) {
  if (!object.at(key).is_boolean()) throw Unreadable{std::string("\"") + key + "\" is neither true nor false"};
  return object.at(key).get<bool>();
}

std::string text(const Json& object, const char* key) {
  if (!object.at(key).is_string()) throw Unreadable{std::string("\"") + key + "\" is not a string"};
  return object.at(key).get<std::string>();
}

const Json& array(const Json& object, const char* key) {
  if (!object.at(key).is_array()) throw Unreadable{std::string("\"") + key + "\" is not a list"};
  return object.at(key);
}

std::string to_text(const Integer& value) { return value.str(); }

std::string to_text(const Rational& value) {
  const Integer below = denominator(value);
  return below == 1 ? numerator(value).str() : numerator(value).str() + "/" + below.str();
}

}  // namespace halflsb::checker
