// Published test vectors in JSON: what other projects expect of a convolution, a requantization or a recipe.
// A file is told by its keys, never by its name. Kinds that nothing here computes are counted, by reason.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/conv/layer.h"

namespace halflsb {

struct ConvVector {
  std::string name;
  ConvLayer layer;
  std::vector<std::int32_t> expected;
  std::vector<Requantization> also;         // of which the file says that they are exact too
  std::optional<Requantization> otherwise;  // what the source computes where it does not compute the layer's own scheme
};

struct RequantizeVector {
  std::string name;
  Requantization requantization;
  std::vector<std::int32_t> accumulators, expected;
};

// Parameters that a recipe picks.
struct DerivationVector {
  std::string name;
  FactorSource source;
  Parameters expected;
};

// A rule for one step of a scheme: a shift, a multiplication.
struct StepVector {
  std::string name;
  Step step;
  std::vector<std::int32_t> values;
  std::vector<std::int64_t> expected;
};

struct VectorFile {
  std::vector<ConvVector> convolutions;
  std::vector<RequantizeVector> requantizations;
  std::vector<DerivationVector> derivations;
  std::vector<StepVector> steps;
  std::map<std::string, std::size_t> skipped;  // cases, by reason
};

// A file that is malformed, lacks a key or has sizes that do not match is an Error of one line.
[[nodiscard]] Result<VectorFile> read_vector_file(const std::string& path);

}  // namespace halflsb
