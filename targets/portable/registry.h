// The portable targets: optimized kernels that are right on the whole domain they declare.
#pragma once

#include <cstddef>

#include "targets/abi/target.h"

namespace halflsb::portable {

// *count targets, alive for the whole program.
const halflsb_target* const* portable_targets(size_t* count);

}  // namespace halflsb::portable
