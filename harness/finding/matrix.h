// The tensors of a finding's problem as small matrices, for Markdown. What the failing output reads stands in brackets;
// of tensors that are too large to look at, that part is shown first.
#pragma once

#include <string>

#include "harness/finding/finding.h"

namespace halflsb {

[[nodiscard]] std::string tensors(const Finding& finding);

}  // namespace halflsb
