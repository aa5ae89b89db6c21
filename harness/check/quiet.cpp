#include "harness/check/quiet.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace halflsb {
namespace {

constexpr std::array kOutputs{STDOUT_FILENO, STDERR_FILENO};

void flush_all() {
  std::cout.flush();
  std::fflush(nullptr);
}

}  // namespace

QuietOutput::QuietOutput() {
  flush_all();
  const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  for (std::size_t i = 0; i < kOutputs.size(); ++i) {
    kept_[i] = fcntl(kOutputs[i], F_DUPFD_CLOEXEC, 10);
    dup2(nothing, kOutputs[i]);
  }
  close(nothing);
}

QuietOutput::~QuietOutput() {
  flush_all();
  for (std::size_t i = 0; i < kOutputs.size(); ++i) {
    if (kept_[i] < 0) {
      close(kOutputs[i]);  // it was closed before
      continue;
    }
    dup2(kept_[i], kOutputs[i]);
    close(kept_[i]);
  }
}

}  // namespace halflsb
