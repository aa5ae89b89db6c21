// How a fuzz target reports: one line on standard error, then abort(), which libFuzzer and the replay main both turn
// into a failure that names the input.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace halflsb {

[[noreturn]] inline void report(const std::string& line) {
  static_cast<void>(std::fprintf(stderr, "%s\n", line.c_str()));
  std::abort();
}

inline void require(bool holds, const char* what, const std::string& input) {
  if (!holds) report(std::string(what) + ": " + input);
}

// Every Error is one line that says something.
inline void require_message(const std::string& message) {
  const bool one_line = message.find_first_of("\r\n") == std::string::npos;
  require(!message.empty() && one_line, "the error is empty or not one line", message);
}

}  // namespace halflsb
