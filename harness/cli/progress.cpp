#include "harness/cli/progress.h"

#include <fmt/format.h>

#include <iostream>

#include "harness/cli/terminal.h"

namespace halflsb::cli {
void Progress::show(std::size_t done, const std::string& what) const {
  if (!on_terminal()) return;
  const std::string of = of_ == 0 ? "" : fmt::format("/{}", of_);
  std::cerr << fmt::format("\r\033[K[{}{}] {}", done, of, what) << std::flush;
}

void Progress::clear() const {
  if (on_terminal()) std::cerr << "\r\033[K" << std::flush;
}

}  // namespace halflsb::cli
