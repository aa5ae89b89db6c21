#include "harness/isolate/pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace halflsb {
namespace {

void close_end(int& end) {
  if (end >= 0) close(end);
  end = -1;
}

}  // namespace

Pipe::Pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) == 0) read_end = ends[0], write_end = ends[1];
}

Pipe::Pipe(Pipe&& other) noexcept
    : read_end(std::exchange(other.read_end, -1)), write_end(std::exchange(other.write_end, -1)) {}

Pipe::~Pipe() {
  close_read();
  close_write();
}

void Pipe::close_read() { close_end(read_end); }

void Pipe::close_write() { close_end(write_end); }

Descriptor::~Descriptor() { close_end(number); }

bool write_all(int descriptor, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t put = write(descriptor, text.data() + done, text.size() - done);
    if (put < 0 && errno != EINTR) return false;
    if (put > 0) done += static_cast<std::size_t>(put);
  }
  return true;
}

bool drain(int descriptor, std::string& into, std::size_t most) {
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t got = read(descriptor, buffer.data(), buffer.size());
    if (got == 0) return false;
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    const std::size_t room = most - std::min(most, into.size());
    into.append(buffer.data(), std::min(static_cast<std::size_t>(got), room));
  }
}

bool take_complete(std::string& result) {
  if (result.empty() || result.back() != kComplete) return false;
  result.pop_back();
  return true;
}

}  // namespace halflsb
