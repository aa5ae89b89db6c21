// The description of a kernel that runs elsewhere: it cannot be called, but problems are drawn for it and answers are judged by it.
#pragma once

#include <string>

#include "reference/scheme/recipe.h"
#include "targets/abi/target.h"

namespace halflsb {

// A kernel of this kind, requantize or conv2d, and scheme on all that our portable kernels take: the widest domain on which the
// integers of a scheme have a meaning in 32 bits. It may well be wider than what the other process implements, which then answers
// `unsupported`.
[[nodiscard]] halflsb_target described(const std::string& kind, const Recipe& scheme);

}  // namespace halflsb
