// The adapters of other people's libraries, as far as these were found when the project was configured.
#pragma once

#include <cstddef>

#include "targets/abi/target.h"

namespace halflsb::external {

// *count targets, alive for the whole program.
const halflsb_target* const* external_targets(size_t* count);

// Names of the libraries that were not found: *count of them.
const char* const* absent_libraries(size_t* count);

}  // namespace halflsb::external
