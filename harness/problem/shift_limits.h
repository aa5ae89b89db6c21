// The shifts that a problem's bytes hold: what the scheme takes of [-64, 30].
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "reference/scheme/recipe.h"

namespace halflsb {

[[nodiscard]] inline std::pair<std::int64_t, std::int64_t> shift_limits(const Recipe& recipe) {
  std::pair<std::int64_t, std::int64_t> limits{-64, 30};
  for (const ParameterField& field : recipe.fields) {
    if (field.name != "shift") continue;
    limits.first = std::max(limits.first, field.range.lo.convert_to<std::int64_t>());
    limits.second = std::min(limits.second, field.range.hi.convert_to<std::int64_t>());
  }
  return limits;
}

}  // namespace halflsb
