// Keeps what other people's code prints or closes off our standard output and error.
#pragma once

#include <array>

namespace halflsb {

// While it lives, both lead nowhere; afterwards they are what they were, whatever was done to them.
class QuietOutput {
 public:
  QuietOutput();
  ~QuietOutput();
  QuietOutput(const QuietOutput&) = delete;
  QuietOutput& operator=(const QuietOutput&) = delete;

 private:
  std::array<int, 2> kept_{};  // copies of both
};

}  // namespace halflsb
