// What a program elsewhere says on a line: its outputs for one problem, `1,-2,3`, or that it does not take it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "reference/exact/result.h"

namespace halflsb {

// Of `requantize ... acc=5,6 => 1,2`: the problem, and the answer behind the last tab or `=>`. Neither occurs in a problem.
struct EchoedLine {
  std::string_view problem, answer;
};
[[nodiscard]] Result<EchoedLine> split_echoed(std::string_view line);

struct ForeignAnswer {
  bool unsupported = false;
  std::vector<std::int64_t> outputs;  // where it is not
};

// Exactly `count` outputs, integers of up to 64 bits whatever the output type: one that does not fit it is an answer, and a wrong
// one. Blanks around them do not count.
[[nodiscard]] Result<ForeignAnswer> parse_answer(std::string_view text, std::size_t count);

}  // namespace halflsb
