// What code coverage cannot see of branch-free arithmetic, told to libFuzzer through its extra counters: how large the
// scheme's error is, how near each step is to overflow, which shapes and options meet. An input that shows something
// new is kept. Without libFuzzer the counters are written and nobody reads them.
#pragma once

#include <string_view>

#include "harness/check/expect.h"
#include "harness/problem/problem.h"

namespace halflsb {

void mark_features(const Problem& problem, const Expected& expected);

// Of the fields alone: what a reader made of its input.
void mark_fields(const Problem& problem);

// A refusal. Messages that differ only in digits or in what they quote are one feature.
void mark_message(std::string_view message);

}  // namespace halflsb
