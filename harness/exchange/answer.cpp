#include "harness/exchange/answer.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "harness/problem/field_reader.h"

namespace halflsb {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string outputs(std::size_t count) { return std::to_string(count) + (count == 1 ? " output" : " outputs"); }

}  // namespace

Result<EchoedLine> split_echoed(std::string_view line) {
  const auto arrow = line.rfind("=>");
  const auto tab = line.rfind('\t');
  const bool by_arrow = arrow != std::string_view::npos && (tab == std::string_view::npos || arrow > tab);
  const auto at = by_arrow ? arrow : tab;
  if (at == std::string_view::npos) {
    return Error{in_quotes(line) + " has no answer (expected PROBLEM => OUTPUTS; answers alone go with --problems)"};
  }
  return EchoedLine{trimmed(line.substr(0, at)), trimmed(line.substr(at + (by_arrow ? 2 : 1)))};
}

Result<ForeignAnswer> parse_answer(std::string_view text, std::size_t count) {
  text = trimmed(text);
  ForeignAnswer answer;
  if (text == "unsupported") {
    answer.unsupported = true;
    return answer;
  }
  if (text.empty()) return Error{"the answer is empty (expected " + outputs(count) + ", or `unsupported`)"};
  const std::size_t given = static_cast<std::size_t>(std::count(text.begin(), text.end(), ',')) + 1;
  std::optional<Error> error;
  FieldReader::for_each_item(text, [&](std::string_view item) {
    item = trimmed(item);
    std::int64_t value = 0;
    const auto [end, status] = std::from_chars(item.data(), item.data() + item.size(), value);
    if (status != std::errc{} || end != item.data() + item.size()) {
      error = Error{"output " + std::to_string(answer.outputs.size()) + ": " + in_quotes(item) +
                    " is not an integer (expected " + outputs(count) + ", separated by commas)"};
      return false;
    }
    answer.outputs.push_back(value);
    return true;
  });
  if (error) return *std::move(error);
  if (given != count) return Error{"the answer has " + outputs(given) + " (expected " + outputs(count) + ")"};
  return answer;
}

}  // namespace halflsb
