// The place of one output, for `explain` and for `replay --explain`.
#pragma once

#include <array>
#include <string_view>

#include "harness/finding/steps.h"
#include "reference/exact/result.h"

namespace halflsb::cli {

// "n,h,w,c" within the problem's output.
[[nodiscard]] Result<std::array<std::int64_t, 4>> parse_position(const Problem& problem, std::string_view text);

}  // namespace halflsb::cli
