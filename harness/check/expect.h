// What the exact reference wants for a problem: shared by every target that is checked on it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "harness/problem/problem.h"
#include "reference/conv/convolver.h"

namespace halflsb {

// Where the accumulators do not fit 32 bits, the problem is outside every target's domain. Those of a requantize problem are its
// own: `accumulator` is then empty, see accumulator_of().
using Expected = ConvResult;

[[nodiscard]] Expected expect(const Problem& problem);

// expect() for problems by the thousand: keeps its buffers.
class Reference {
 public:
  // The answer stays until the next call.
  [[nodiscard]] const Expected& expect(const Problem& problem);

 private:
  Convolver convolver_;
  Expected requantized_;
};

// The accumulator behind an output, by its flat index.
[[nodiscard]] Int128 accumulator_of(const Problem& problem, const Expected& expected, std::size_t index);

// n,h,w,c of a flat output index; {0,0,0,index} for requantize.
[[nodiscard]] std::array<std::int64_t, 4> position_of(const Problem& problem, std::size_t index);

// The flat index of a position inside the output: the inverse of position_of().
[[nodiscard]] std::size_t flat_index(const Problem& problem, std::array<std::int64_t, 4> where);

// The real value of an output, N * M + zero point, clamped to the output range: the activation is applied to it too.
[[nodiscard]] Rational real_output(const Problem& problem, std::size_t index, const Integer& accumulator);

}  // namespace halflsb
