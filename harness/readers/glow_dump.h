// Tensor dumps: Glow's text (a type line, then comma-separated integers written as floats) and raw little-endian data.
// A dump that is returned has exactly as many values as its shape has elements, all of them in the range of its type.
// Everything else is an Error of one line, path:line:column first; nothing is allocated because a file claims a size.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/readers/dump_type.h"
#include "reference/exact/result.h"

namespace halflsb {

struct Dump {
  DumpType type;
  std::vector<std::int32_t> data;  // in the order of the file: the last dimension varies fastest

  friend bool operator==(const Dump&, const Dump&) = default;
};

// Values may spread over lines, a comma may follow the last one; a value has at most 64 characters.
[[nodiscard]] Result<Dump> read_text_dump(const std::string& path);

// The size of the file must be that of the type.
[[nodiscard]] Result<Dump> read_raw_dump(const std::string& path, const DumpType& type);

}  // namespace halflsb
