// A finding: a problem on which a target breaks its contract, with its evidence. What every engine produces, `replay` and
// `minimize` read, and the corpus of regressions keeps.
#pragma once

#include <cstdint>
#include <string>

#include "harness/check/check.h"
#include "harness/problem/problem.h"

namespace halflsb {

// The search that met it first.
struct FoundBy {
  std::string engine = "property";  // property, fuzz, sweep or verify
  std::uint64_t seed = 0;
  std::uint64_t problems = 0;  // drawn until it was found
  double seconds = 0;
};

enum class Minimal { no, local, proved };

struct Finding {
  std::string target;
  Problem problem;
  Mismatch mismatch;  // on that problem
  FoundBy found_by;
  Minimal minimal = Minimal::no;
  std::string plugin = {};  // the path of the shared library that has the target; empty where it is part of this build
};

// The kernel ran in a process that is not ours: there is its answer, and no target to run again.
[[nodiscard]] inline bool ran_elsewhere(const Finding& finding) { return finding.found_by.engine == "verify"; }

}  // namespace halflsb
