#include "harness/readers/byte_reader.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "harness/readers/excerpt.h"

namespace halflsb {
namespace {

std::string reason(int error) {
  return error == 0 ? std::string("unknown error") : std::generic_category().message(error);
}

}  // namespace

Result<ByteReader> ByteReader::open(const std::string& path) {
  namespace fs = std::filesystem;
  ByteReader reader;
  reader.name_ = one_line(path);
  // A NUL would end the path early for the system: another file than the one in the messages.
  if (path.find('\0') != std::string::npos) return Error{reader.name_ + ": a NUL in the path (expected a file)"};
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  if (status.type() == fs::file_type::not_found) return Error{reader.name_ + ": no such file"};
  if (status.type() == fs::file_type::directory) return Error{reader.name_ + ": is a directory (expected a file)"};
  if (code) return Error{reader.name_ + ": cannot open: " + code.message()};
  if (status.type() != fs::file_type::regular) return Error{reader.name_ + ": not a regular file"};
  reader.size_ = fs::file_size(path, code);
  if (code) return Error{reader.name_ + ": cannot open: " + code.message()};
  errno = 0;
  reader.file_.reset(std::fopen(path.c_str(), "rb"));
  if (!reader.file_) return Error{reader.name_ + ": cannot open: " + reason(errno)};
  reader.buffer_ = std::make_unique<Buffer>();
  return reader;
}

bool ByteReader::refill() {
  if (ended_) return false;
  errno = 0;
  next_ = 0;
  end_ = std::fread(buffer_->data(), 1, buffer_->size(), file_.get());
  if (end_ == 0 && std::ferror(file_.get()) != 0) failure_ = name_ + ": cannot read: " + reason(errno);
  return end_ != 0;
}

}  // namespace halflsb
