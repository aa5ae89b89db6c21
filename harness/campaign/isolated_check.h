// check() in a process of its own: the target may crash, exit or loop for ever.
#pragma once

#include <string>

#include "harness/check/check.h"
#include "harness/isolate/isolate.h"

namespace halflsb {

[[nodiscard]] Outcome isolated_check(const halflsb_target& target, const Problem& problem, const TimeLimit& limit);

[[nodiscard]] Verdict verdict_of(Reason reason);

// What a process that did not return says of the problem it was at.
[[nodiscard]] Mismatch mismatch_of(const Ending& ending);

// A mismatch as text from one process to another. Empty text: none.
[[nodiscard]] std::string pack(const halflsb_target& target, const Problem& problem,
                               const std::optional<Mismatch>& mismatch);
[[nodiscard]] std::optional<Mismatch> unpack(const std::string& text);

}  // namespace halflsb
