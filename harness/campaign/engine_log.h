// What an engine prints, into a file: all of it as long as it is short, else its first and its last part. A kernel may print a line
// on every call.
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>

namespace halflsb {

class EngineLog {
 public:
  explicit EngineLog(const std::string& path);
  ~EngineLog();
  EngineLog(const EngineLog&) = delete;
  EngineLog& operator=(const EngineLog&) = delete;

  void add(const std::string& text);
  [[nodiscard]] std::string last_line() const;

 private:
  static constexpr std::size_t kMostHead = 4 << 20;
  static constexpr std::size_t kMostTail = 1 << 16;

  std::FILE* file_;
  std::size_t total_ = 0;
  std::string tail_;  // the last kMostTail bytes at least
};

}  // namespace halflsb
