// Who reads what goes to standard error?
#pragma once

#include <unistd.h>

namespace halflsb::cli {

inline bool on_terminal() {
  static const bool terminal = isatty(STDERR_FILENO) != 0;
  return terminal;
}

}  // namespace halflsb::cli
