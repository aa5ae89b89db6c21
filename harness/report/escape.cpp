#include "harness/report/escape.h"

#include <fmt/format.h>

#include <cctype>

namespace halflsb::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Bytes of the character at the front; 0: it is none, or one that XML does not allow.
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return byte(0) >= 0x20 || byte(0) == '\n' || byte(0) == '\t' ? (byte(0) == 0x7f ? 0 : 1) : 0;
  const std::size_t size = byte(0) >= 0xF0 ? 4 : (byte(0) >= 0xE0 ? 3 : 2);
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < size) return 0;
  std::uint32_t code = byte(0) & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
    code = (code << 6) | (byte(i) & 0x3FU);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  return code < kLeast[size] || code > 0x10FFFF || surrogate || code == 0xFFFE || code == 0xFFFF ? 0 : size;
}

// `special`: what to write for an ASCII character; empty: itself.
template <class Special>
std::string converted(std::string_view text, Special special) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const std::string_view instead = size == 0 ? kReplacement : (size == 1 ? special(text[0]) : std::string_view());
    out += instead.empty() ? text.substr(0, size) : instead;
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

}  // namespace

std::string escaped(std::string_view text) {
  return converted(text, [](char c) -> std::string_view {
    switch (c) {
      case '&': return "&amp;";
      case '<': return "&lt;";
      case '>': return "&gt;";
      case '"': return "&quot;";
      case '\'': return "&#39;";
      default: return "";
    }
  });
}

std::string json_in_script(const Json& json) {
  std::string out;
  for (const char c : json.dump(-1, ' ', true, Json::error_handler_t::replace)) {
    out += c == '<' ? std::string("\\u003c") : std::string(1, c);
  }
  return out;
}

std::string in_markdown(std::string_view text) {
  return converted(text, [](char c) -> std::string_view {
    switch (c) {
      case '\n':
      case '\t': return " ";
      case '|': return "\\|";
      case '`': return "\\`";
      case '*': return "\\*";
      case '_': return "\\_";
      case '<': return "&lt;";
      case '[': return "\\[";
      case '\\': return "\\\\";
      default: return "";
    }
  });
}

std::string uri_of(std::string_view path) {
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        byte < 0x80 && (std::isalnum(byte) != 0 || std::string_view("-._~/").find(c) != std::string::npos);
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return uri;
}

}  // namespace halflsb::report
