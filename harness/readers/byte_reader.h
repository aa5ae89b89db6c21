// A regular file read through a fixed buffer, byte by byte, with the line and column of the last byte for messages.
// Memory does not depend on what the file says or how long it is.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "reference/exact/result.h"

namespace halflsb {

class ByteReader {
 public:
  static constexpr int kEnd = -1;

  // An error, with the path, where it is missing, a directory, anything else that is not a file, or not readable.
  [[nodiscard]] static Result<ByteReader> open(const std::string& path);

  // The next byte as 0..255, or kEnd at the end of the file and after a read error.
  [[nodiscard]] int get() {
    if (next_ == end_ && !refill()) return end();
    advance();
    last_ = (*buffer_)[next_++];
    return last_;
  }

  // Where the byte stands that get() returned last, or the end; both count from 1.
  [[nodiscard]] std::uint64_t line() const { return line_; }
  [[nodiscard]] std::uint64_t column() const { return column_; }

  [[nodiscard]] const std::string& name() const { return name_; }  // the path, on one line
  [[nodiscard]] std::uint64_t size() const { return size_; }       // of the file when it was opened
  // "path: ..." of a read error; to be asked after kEnd.
  [[nodiscard]] bool failed() const { return !failure_.empty(); }
  [[nodiscard]] Error failure() const { return Error{failure_}; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };
  using Buffer = std::array<unsigned char, 1 << 16>;

  ByteReader() = default;
  bool refill();

  int end() {
    if (!ended_) advance();
    ended_ = true;
    return kEnd;
  }

  void advance() {
    if (last_ == '\n') {
      ++line_;
      column_ = 0;
    }
    ++column_;
  }

  std::unique_ptr<std::FILE, Close> file_;
  std::unique_ptr<Buffer> buffer_;
  std::size_t next_ = 0, end_ = 0;
  int last_ = kEnd;
  bool ended_ = false;
  std::uint64_t line_ = 1, column_ = 0;
  std::uint64_t size_ = 0;
  std::string name_, failure_;
};

}  // namespace halflsb
