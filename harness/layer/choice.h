// Which parameters does a dumped layer have? Those that were given, or what its printed scales allow.
#pragma once

#include <string>
#include <vector>

#include "harness/layer/reproduce.h"

namespace halflsb {

// Parameters that are known; what is empty is to be derived from the printed scales.
struct KnownParameters {
  std::optional<Parameters> output, bias;
};

struct LayerChoice {
  LayerParameters chosen;
  std::vector<LayerParameters> candidates;  // what the printed scales allow; the nominal set first
  std::vector<bool> reproduces;             // dest, per candidate
  bool derived = false;                     // something was not known

  [[nodiscard]] bool ambiguous() const { return derived && candidates.size() > 1; }
  // The first candidate that reproduces dest.
  [[nodiscard]] std::optional<LayerParameters> reproducing() const;
};

// Chooses the first candidate that reproduces dest, else the nominal one; what is known is not questioned. An i32 bias
// is in accumulator scale unless parameters for it are known.
[[nodiscard]] Result<LayerChoice> choose_parameters(const KnownParameters& known, const LayerDumps& dumps,
                                                    const ConvLayer& layer);

}  // namespace halflsb
