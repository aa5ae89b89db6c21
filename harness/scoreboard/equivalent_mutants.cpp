#include <fmt/format.h>

#include <sstream>

#include "harness/readers/read_file.h"
#include "harness/scoreboard/mutant_faults.h"

namespace halflsb {

Result<MutantReasons> read_equivalent(const std::string& path) {
  const auto text = read_file(path, std::size_t{1} << 20);
  if (!text) return text.error();
  MutantReasons reasons;
  std::istringstream lines(*text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::size_t split = line.rfind(" # ");
    if (split == std::string::npos || line.find(" => ") > split) {
      return Error{fmt::format("{}:{}: expected 'file: before => after # reason'", path, number)};
    }
    const std::size_t end = line.find_last_not_of(' ', split);
    reasons[line.substr(0, end + 1)] = line.substr(split + 3);
  }
  return reasons;
}

}  // namespace halflsb
