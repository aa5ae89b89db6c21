// A whole file at once.
#pragma once

#include <optional>
#include <string>

#include "reference/exact/result.h"

namespace halflsb {

// Whenever this process or the machine stops, the path has what was there before or all of the text: it is written beside it, brought
// to the disk, and renamed into place. A device or a pipe is never replaced: it is written to. What stood in the way, with the path, where
// it could not be written.
[[nodiscard]] std::optional<Error> write_file(const std::string& path, const std::string& text);

}  // namespace halflsb
