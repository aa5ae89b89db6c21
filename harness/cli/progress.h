// One live line on a terminal's standard error; nothing where that is a file or a pipe.
#pragma once

#include <cstddef>
#include <string>

namespace halflsb::cli {

class Progress {
 public:
  explicit Progress(std::size_t of) : of_(of) {}  // 0: how many there will be is not known
  void show(std::size_t done, const std::string& what) const;
  void clear() const;

 private:
  std::size_t of_;
};

}  // namespace halflsb::cli
