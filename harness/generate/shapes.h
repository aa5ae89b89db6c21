// Shapes of convolutions: every relation between two sizes below, at and above equality, on tensors as small as that
// allows.
#pragma once

#include "harness/generate/random.h"
#include "reference/conv/shape.h"
#include "targets/abi/target.h"

namespace halflsb {

// Valid and within the domain. Mostly a few hundred multiplications, seldom above 2^14, never above 2^18.
[[nodiscard]] ConvShape some_shape(Random& random, const halflsb_domain& domain);

// The shape with one size changed: by one, to its least, to a size it is compared with, or drawn again. Valid and
// within the domain where `shape` was; unchanged where the change would not be.
[[nodiscard]] ConvShape changed_shape(Random& random, const halflsb_domain& domain, const ConvShape& shape);

// Small enough for the byte encoding of problems.
[[nodiscard]] bool encodable(const ConvShape& shape);

}  // namespace halflsb
