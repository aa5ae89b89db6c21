#include "harness/finding/write_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "harness/readers/excerpt.h"

namespace halflsb {

std::optional<Error> write_file(const std::string& path, const std::string& text) {
  const auto failure = [&](int error) {
    return Error{one_line(path) + ": cannot be written: " + std::generic_category().message(error)};
  };
  const std::string temporary = path + "." + std::to_string(getpid()) + ".tmp";
  errno = 0;
  std::FILE* file = std::fopen(temporary.c_str(), "wbe");
  if (file == nullptr) return failure(errno);
  // A full disk may show only when the last bytes leave the buffer.
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0 &&
                       fsync(fileno(file)) == 0;
  int error = written ? 0 : errno;
  if (std::fclose(file) != 0 && error == 0) error = errno == 0 ? EIO : errno;
  if (error == 0 && std::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return std::nullopt;
  static_cast<void>(std::remove(temporary.c_str()));
  return failure(error);
}

}  // namespace halflsb
