// What `halflsb verify` prints: the row and the JSON that `halflsb check` has for a kernel, and every finding that was kept.
#pragma once

#include <string>

#include "harness/exchange/verifier.h"
#include "harness/problem/json.h"

namespace halflsb::cli {

// `stopped`: at --errors.
[[nodiscard]] std::string verify_text(const VerifyOptions& options, const VerifyResult& result, bool stopped);
[[nodiscard]] Json verify_json(const VerifyOptions& options, const VerifyResult& result, bool stopped);

[[nodiscard]] int verify_exit_code(Verdict verdict);

}  // namespace halflsb::cli
