// Exact convolution: the accumulator of every output, and the output that the layer's scheme makes of it.
#pragma once

#include <array>
#include <vector>

#include "reference/conv/accumulators.h"
#include "reference/conv/layer.h"
#include "reference/scheme/evaluate.h"

namespace halflsb {

struct ConvResult {
  Accumulators accumulator;          // [N,H,W,O], bias included, exact
  std::vector<std::int32_t> output;  // [N,H,W,O], clamped
  bool accumulators_fit = true;      // every accumulator and every bias term fits int32
};

// Lemma C1: |x - input_zero_point| and |f - filter_zero_point| are at most 255, so 33025 products sum exactly in int32.
inline constexpr std::int64_t kExactInt32Products = 33025;

// The layer must be valid (see invalid()). Whoever convolves often keeps a Convolver (convolver.h).
[[nodiscard]] ConvResult convolve(const ConvLayer& layer);

// The definition: each output alone, tap by tap. Slow.
[[nodiscard]] ConvResult convolve_one_by_one(const ConvLayer& layer);

// A bias value in accumulator units: bias - zero point, rescaled where it has a scale of its own.
[[nodiscard]] Integer bias_term(const ConvLayer& layer, std::int64_t channel);

// Every channel's, of a layer that has a bias; below 2^97 (lemma C3).
[[nodiscard]] std::vector<Int128> bias_terms(const ConvLayer& layer);

// One output in steps, for people: dot product and bias, the scheme's steps, the activation, the clamp.
struct OutputTrace {
  Integer dot_product;        // without bias
  std::optional<Trace> bias;  // steps of the bias rescaling
  std::optional<Integer> bias_term;
  Integer accumulator;
  Trace scheme;
  Integer activated;
  Integer clamped;
};

// The scheme's steps, activation and clamp for one accumulator of one output channel.
[[nodiscard]] OutputTrace trace_accumulator(const Requantization& requantization, const Activation& activation,
                                            std::int64_t channel, const Integer& accumulator);

// index is {n, h, w, o}, inside the output.
[[nodiscard]] OutputTrace trace_output(const ConvLayer& layer, std::array<std::int64_t, 4> index);

}  // namespace halflsb
