// A finding as Markdown, to be pasted into an issue tracker: what was promised, the problem, where it goes wrong step
// by step, and the line that shows it again.
#pragma once

#include <string>

#include "harness/finding/finding.h"
#include "targets/abi/target.h"

namespace halflsb {

// `target` may be null where the finding's target is not part of this build: the contract is then left out.
[[nodiscard]] std::string to_markdown(const Finding& finding, const halflsb_target* target);

}  // namespace halflsb
