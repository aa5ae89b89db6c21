// --batch FILE: the same flags on each line, one JSON object for each, in order; a bad line does not stop the others.
#pragma once

#include <functional>
#include <string>

#include "harness/cli/command.h"

namespace halflsb::cli {

struct BatchAnswer {
  Json json;
  int exit_code = kHolds;
};

// Flags has add_to(CommandLine&), which offers its flags.
template <class Flags>
using Answer = std::function<Result<BatchAnswer>(const Flags& flags)>;

// The words of a line.
[[nodiscard]] std::vector<std::string> words_of(const std::string& line);

// Answers each line that is neither blank nor a comment. `path` is a file, or "-" for stdin. Returns the worst exit code.
int run_batch_lines(const std::string& command, const std::string& path,
                    const std::function<Result<BatchAnswer>(const std::string& line)>& answer);

// The flags of a line on top of `defaults`.
template <class Flags>
[[nodiscard]] Result<Flags> parse_flags(const std::string& line, const Flags& defaults = {}) {
  Flags flags = defaults;
  CommandLine command_line("");
  flags.add_to(command_line);
  if (auto error = command_line.parse(words_of(line))) return *std::move(error);
  return flags;
}

// `defaults` are the flags given beside --batch.
template <class Flags>
int run_batch(const std::string& command, const std::string& path, const Flags& defaults, const Answer<Flags>& answer) {
  return run_batch_lines(command, path, [&](const std::string& line) -> Result<BatchAnswer> {
    const auto flags = parse_flags(line, defaults);
    if (!flags) return flags.error();
    return answer(*flags);
  });
}

}  // namespace halflsb::cli
