// Keeps accumulators where a layer shrinks: what a dropped tap or a changed zero point contributed goes into the bias,
// so that a fault that needs a large sum, or one certain sum, survives without the data that made it.
#pragma once

#include <cstddef>
#include <optional>

#include "reference/conv/layer.h"

namespace halflsb {

// More data than this is worth a bias that the layer did not have.
inline constexpr std::size_t kMuchData = 64;

// `after` with a bias that gives it the accumulators of `before`, each times `factor`, rounded down. Empty where the
// layers have more than one output per channel, where no int32 bias in accumulator scale can do it, or where nothing is
// to be done.
[[nodiscard]] std::optional<ConvLayer> compensated(const ConvLayer& before, ConvLayer after,
                                                   const Rational& factor = Rational(1));

}  // namespace halflsb
