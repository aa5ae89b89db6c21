#include "harness/readers/read_file.h"

#include "harness/readers/byte_reader.h"

namespace halflsb {

Result<std::string> read_file(const std::string& path, std::size_t most) {
  auto reader = ByteReader::open(path);
  if (!reader) return reader.error();
  std::string text;
  for (int byte = reader->get(); byte != ByteReader::kEnd; byte = reader->get()) {
    if (text.size() == most) {
      return Error{reader->name() + ": too long (expected at most " + std::to_string(most) + " bytes)"};
    }
    text += static_cast<char>(byte);
  }
  if (reader->failed()) return reader->failure();
  return text;
}

}  // namespace halflsb
