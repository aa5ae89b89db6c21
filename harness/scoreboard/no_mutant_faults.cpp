// In place of mutant_faults.cpp where the mutants cannot be made.
#include "harness/scoreboard/mutant_faults.h"

namespace halflsb {

std::vector<Fault> mutant_faults() { return {}; }

}  // namespace halflsb
