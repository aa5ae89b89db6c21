// Text from a file, made fit for a one-line message: quoted, cut after 40 characters, all but printable ASCII as \xNN.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace halflsb {

inline void append_hex_escape(std::string& out, unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\x";
  out += kDigits[byte >> 4];
  out += kDigits[byte & 15];
}

[[nodiscard]] inline std::string excerpt(std::string_view text) {
  constexpr std::size_t kLimit = 40;
  std::string out = "'";
  for (const char c : text) {
    if (out.size() > kLimit) return out + "...'";
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7e) {
      append_hex_escape(out, byte);
    } else {
      out += c;
    }
  }
  return out + "'";
}

// A path as people typed it, UTF-8 included; only what would break the line is escaped.
[[nodiscard]] inline std::string one_line(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      append_hex_escape(out, byte);
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace halflsb
