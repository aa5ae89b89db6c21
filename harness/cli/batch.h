// --batch FILE: the same flags on each line, one JSON object for each, in order; a bad line does not stop the others.
#pragma once

#include <functional>
#include <string>

#include "harness/cli/scheme_flags.h"

namespace halflsb::cli {

struct BatchAnswer {
  Json json;
  int exit_code = kHolds;
};

using Answer = std::function<Result<BatchAnswer>(const SchemeFlags& flags)>;

// `defaults` are the flags given beside --batch. `path` is a file, or "-" for stdin. Returns the worst exit code.
int run_batch(const std::string& command, const std::string& path, const SchemeFlags& defaults, const Answer& answer);

}  // namespace halflsb::cli
