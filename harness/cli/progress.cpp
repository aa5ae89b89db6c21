#include "harness/cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace halflsb::cli {
namespace {

bool on_terminal() {
  static const bool terminal = isatty(STDERR_FILENO) != 0;
  return terminal;
}

}  // namespace

void Progress::show(std::size_t done, const std::string& what) const {
  if (!on_terminal()) return;
  const std::string of = of_ == 0 ? "" : fmt::format("/{}", of_);
  std::cerr << fmt::format("\r\033[K[{}{}] {}", done, of, what) << std::flush;
}

void Progress::clear() const {
  if (on_terminal()) std::cerr << "\r\033[K" << std::flush;
}

}  // namespace halflsb::cli
