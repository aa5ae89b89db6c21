#include "harness/exchange/problem_line.h"

#include "harness/problem/json.h"
#include "harness/problem/text.h"

namespace halflsb {

std::string line_of(const Problem& problem, LineFormat format) {
  return format == LineFormat::json ? to_json(problem).dump() : canonical_text(problem);
}

Result<Problem> problem_of(std::string_view line) {
  if (!line.starts_with('{')) return parse_problem(line);
  const Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded()) return Error{"a line that opens with { is not JSON (expected a problem)"};
  return problem_from_json(json);
}

bool holds_nothing(std::string_view line) {
  return line.starts_with('#') || line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace halflsb
