// A whole file at once, for files that are small by nature.
#pragma once

#include <cstddef>
#include <string>

#include "reference/exact/result.h"

namespace halflsb {

// At most `most` bytes; a larger file, a directory or a missing file is an error that names it.
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t most);

}  // namespace halflsb
