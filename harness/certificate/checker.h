// Checks a certificate of `halflsb prove` and shares no code with the prover: Boost's integers, a JSON parser and what is in
// harness/certificate/checker* are all there is to read and to believe. harness/docs/certificates.md says what is checked.
// Any text is a valid argument; time and memory stay within what the limits of checker_json.h allow.
#pragma once

#include <string>

namespace halflsb::checker {

enum class Verdict { holds, fails, unreadable };

struct Report {
  Verdict verdict;
  std::string text;  // one line: what is proved, which identity fails, or what cannot be read
};

[[nodiscard]] Report check(const std::string& certificate);

}  // namespace halflsb::checker
