// A proof, or the sweep that has the same answer, as JSON and as text; and why a kernel's sweep has none.
#pragma once

#include "harness/cli/bound_json.h"
#include "harness/cli/scheme_flags.h"
#include "harness/sweep/measure.h"

namespace halflsb::cli {

[[nodiscard]] Json proof_json(const char* command, const SchemeQuery& query, const Interval& accumulator,
                              const std::vector<InvalidParameter>& invalid, const Proof& proof);
[[nodiscard]] std::string proof_text(const SchemeQuery& query, const Interval& accumulator,
                                     const std::vector<InvalidParameter>& invalid, const Proof& proof);

[[nodiscard]] Json failure_json(const KernelFailure& failure);
[[nodiscard]] std::string failure_text(const KernelFailure& failure);

}  // namespace halflsb::cli
