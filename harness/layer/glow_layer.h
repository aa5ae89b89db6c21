// A convolution layer from four Glow dumps (input, filter, bias, output), and the parameters that its printed scales allow.
#pragma once

#include <optional>
#include <vector>

#include "harness/readers/glow_dump.h"
#include "reference/conv/layer.h"

namespace halflsb {

struct LayerDumps {
  Dump src, filter, bias, dest;
};

// What the dumps do not say.
struct LayerGeometry {
  std::optional<std::array<std::int64_t, 2>> kernel;  // height, width; must agree with the filter where given
  std::array<std::int64_t, 2> stride{1, 1};
  std::array<std::int64_t, 4> pad{0, 0, 0, 0};  // top, left, bottom, right
  std::array<std::int64_t, 2> dilation{1, 1};
  std::int64_t groups = 1;
};

// A glow layer without its requantization parameters (they are a placeholder until set): shapes and types are checked
// against each other, dest's among them. A bias of type i32 is in accumulator scale; an i8 bias has no rescaling yet.
[[nodiscard]] Result<ConvLayer> layer_of(const LayerDumps& dumps, const LayerGeometry& geometry);

// The real numbers that print as `text` with its number of decimals: value +- half a unit of the last one.
struct RealInterval {
  Rational lo, nominal, hi;
};
[[nodiscard]] Result<RealInterval> printed_interval(const std::string& text);

// Every parameter set that Glow's recipe picks for some factor in the interval, and the one of the nominal value.
struct GlowCandidates {
  std::vector<Parameters> all;  // in order of the factor
  Parameters nominal;
};

// Error where the interval reaches 0 (a scale printed as 0.0000), or allows more than kMaxCandidates sets.
inline constexpr std::size_t kMaxCandidates = 4096;
[[nodiscard]] Result<GlowCandidates> glow_candidates(const RealInterval& factor);

// input * filter / output of three intervals.
[[nodiscard]] RealInterval output_factor(const RealInterval& input, const RealInterval& filter,
                                         const RealInterval& output);
// bias / (input * filter).
[[nodiscard]] RealInterval bias_factor(const RealInterval& bias, const RealInterval& input, const RealInterval& filter);

}  // namespace halflsb
