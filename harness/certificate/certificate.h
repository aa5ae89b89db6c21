// Writes a proof as data that a checker can verify without believing the prover. The format: harness/docs/certificates.md.
#pragma once

#include "harness/problem/json.h"
#include "reference/bound/prove.h"
#include "reference/scheme/recipe.h"

namespace halflsb {

// Above this many outputs the misrounded N are not covered, and where a scheme has no normal form, nothing is.
inline constexpr int kMostCertifiedLevels = 1 << 16;

// `parameters`: those whose recipe gives the question's steps; empty where the steps are not a published scheme's.
[[nodiscard]] Result<Json> certificate(const Question& question, const std::optional<Parameters>& parameters,
                                       const Proof& proof);

}  // namespace halflsb
