// A problem as a JSON object: "kind", then the fields of its text. Integers and lists of integers are JSON numbers, all else strings.
#pragma once

#include <nlohmann/json.hpp>

#include "harness/problem/problem.h"

namespace halflsb {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json to_json(const Problem& problem);
[[nodiscard]] Result<Problem> problem_from_json(const Json& json);

}  // namespace halflsb
