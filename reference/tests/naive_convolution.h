// A second opinion on conv/: the definition of a quantized convolution, written the other way round. The input is padded
// with its zero point, every padded element is scattered into the outputs it touches, sums are cpp_int, and each scheme is
// its published formula on integers of any size. Only the data types are shared with the code under test.
#pragma once

#include <vector>

#include "reference/conv/layer.h"

namespace halflsb {

struct NaiveAnswer {
  std::vector<Integer> accumulator, output;  // [N,H,W,O]
  bool accumulators_fit = true;
};

[[nodiscard]] NaiveAnswer naive_convolution(const ConvLayer& layer);

// The scheme's formula, without activation and clamp.
[[nodiscard]] Integer naive_requantize(const Parameters& parameters, const Integer& accumulator,
                                       const Integer& zero_point);

}  // namespace halflsb
