// Numbers where integer kernels break: rails, powers of two, and what lies beside them; and the factors of layers.
#pragma once

#include <cstdint>

#include "harness/generate/random.h"
#include "reference/exact/integer.h"

namespace halflsb {

// In [lo, hi], mostly at or near its ends, near a signed power of two, a power of two below the ends, or small;
// sometimes uniform.
[[nodiscard]] std::int64_t boundary_integer(Random& random, std::int64_t lo, std::int64_t hi);

// A positive factor: at, just above or just below a power of two, of few or many mantissa bits, typical of real layers,
// or extreme.
[[nodiscard]] Rational some_factor(Random& random);

// In [1, 2]: what some_factor() multiplies with a power of two.
[[nodiscard]] Rational some_mantissa(Random& random);
[[nodiscard]] int some_exponent(Random& random);

}  // namespace halflsb
