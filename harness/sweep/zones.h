// Where the real value is clamped, by its definition: on each zone unit * e(N) = slope * N + unit * out(N) + constant.
#pragma once

#include <vector>

#include "reference/bound/question.h"

namespace halflsb {

struct RealZone {
  Integer lo, hi;  // inclusive
  Integer slope, constant;
  bool unsaturated;  // qmin <= real(N) <= qmax
};

// At most three, in order; together the question's range.
[[nodiscard]] std::vector<RealZone> real_zones(const Question& question);

}  // namespace halflsb
