#include "harness/finding/write_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "harness/readers/excerpt.h"

namespace halflsb {

std::optional<Error> write_file(const std::string& path, const std::string& text) {
  const auto failure = [&](int error) {
    return Error{one_line(path) + ": cannot be written: " + std::generic_category().message(error)};
  };
  std::error_code none;
  const auto type = std::filesystem::status(path, none).type();
  const bool exists = type == std::filesystem::file_type::regular;
  const bool replaces = exists || type == std::filesystem::file_type::not_found;
  const std::string target = exists ? std::filesystem::canonical(path, none).string() : path;  // behind links
  const std::string opened = replaces ? target + "." + std::to_string(getpid()) + ".tmp" : path;
  errno = 0;
  std::FILE* file = std::fopen(opened.c_str(), "wbe");
  if (file == nullptr) return failure(errno);
  // A full disk may show only when the last bytes leave the buffer.
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0 &&
                       (!replaces || fsync(fileno(file)) == 0);
  int error = written ? 0 : errno;
  if (std::fclose(file) != 0 && error == 0) error = errno == 0 ? EIO : errno;
  if (error == 0 && replaces && std::rename(opened.c_str(), target.c_str()) != 0) error = errno;
  if (error == 0) return std::nullopt;
  if (replaces) static_cast<void>(std::remove(opened.c_str()));
  return failure(error);
}

}  // namespace halflsb
