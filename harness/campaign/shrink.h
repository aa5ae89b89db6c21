// minimize_finding() for a target that may crash or loop for ever on the candidates: it runs in a process of its own, and goes on
// in another one whenever that ends.
#pragma once

#include "harness/finding/finding.h"
#include "harness/isolate/isolate.h"

namespace halflsb {

[[nodiscard]] Finding shrink(const halflsb_target& target, Finding finding, const TimeLimit& limit);

}  // namespace halflsb
