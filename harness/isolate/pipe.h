// A pipe that closes itself, and how a child sends one text through it.
#pragma once

#include <cstddef>
#include <string>

namespace halflsb {

struct Pipe {
  int read_end = -1, write_end = -1;

  Pipe();
  ~Pipe();
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  Pipe(Pipe&& other) noexcept;
  Pipe& operator=(Pipe&&) = delete;

  [[nodiscard]] bool open() const { return read_end >= 0; }
  void close_read();
  void close_write();
};

// A file descriptor, where it is one, that closes itself.
struct Descriptor {
  int number;

  explicit Descriptor(int open) : number(open) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

// False where the reader is gone.
bool write_all(int descriptor, const std::string& text);

// Appends what is at hand, as long as `into` has no more than `most` bytes; the rest is read and dropped. False at the end.
// Does not wait where the descriptor does not block.
bool drain(int descriptor, std::string& into, std::size_t most);

// Ends a result, so that one from a process that ended in between is told apart.
inline constexpr char kComplete = '\n';
bool take_complete(std::string& result);

}  // namespace halflsb
