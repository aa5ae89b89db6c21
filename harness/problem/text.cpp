#include "harness/problem/text.h"

#include "harness/problem/fields.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

std::string write(const Problem& problem, bool defaults) {
  std::string text(kind_of(problem));
  for (const Field& field : to_fields(problem)) {
    if (defaults || !field.is_default) text += " " + field.key + "=" + field.value;
  }
  return text;
}

}  // namespace

std::string canonical_text(const Problem& problem) { return write(problem, true); }

std::string minimal_text(const Problem& problem) { return write(problem, false); }

Result<Problem> parse_problem(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::string_view kind;
  std::vector<Field> fields;
  for (auto at = line.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const auto end = std::min(line.find_first_of(kBlanks, at), line.size());
    const std::string_view word = line.substr(at, end - at);
    const auto equals = word.find('=');
    if (kind.empty()) {
      kind = word;
    } else if (equals == std::string_view::npos || equals == 0) {
      return Error{in_quotes(word) + " is not key=value"};
    } else {
      fields.push_back({std::string(word.substr(0, equals)), std::string(word.substr(equals + 1))});
    }
    at = line.find_first_not_of(kBlanks, end);
  }
  if (kind.empty())
    return Error{"the problem is empty (expected `requantize key=value ...` or `conv2d key=value ...`)"};
  return from_fields(kind, fields);
}

}  // namespace halflsb
