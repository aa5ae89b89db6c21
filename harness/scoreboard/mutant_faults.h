// The mechanical mutants of our kernels as faults for a scoreboard, and which of them are known to change nothing.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/scoreboard/trial.h"
#include "reference/exact/result.h"

namespace halflsb {

// One for each mutant that some mutated kernel comes by on drawn problems, with the kernels that do; those that none comes by have no
// kernels. Empty where this build has no mutants.
[[nodiscard]] std::vector<Fault> mutant_faults();

// "file: before => after", without line numbers, which move.
using MutantReasons = std::map<std::string, std::string>;

// Reads a list of mutants that are equivalent to the original: one on a line, as its fault is described, then " # " and the reason. Blank
// lines and lines that begin with # are comments.
[[nodiscard]] Result<MutantReasons> read_equivalent(const std::string& path);

}  // namespace halflsb
