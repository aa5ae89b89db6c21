// The seeded targets: correct kernels with one small fault each, which a harness worth its name finds.
#pragma once

#include <cstddef>

#include "targets/abi/target.h"

namespace halflsb::seeded {

// *count targets, alive for the whole program. Each names its fault in `defect`.
const halflsb_target* const* seeded_targets(size_t* count);

}  // namespace halflsb::seeded
