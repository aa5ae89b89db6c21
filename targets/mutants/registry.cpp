#include "targets/mutants/registry.h"

#include <algorithm>

#include "targets/mutants/table.h"

// The switch that the mutated copies read, and the marks that they leave (1 where the switch was asked): defined beside
// them, in the generated code.
extern "C" {
extern int halflsb_mutant;
extern unsigned char halflsb_mutant_reached[];
}

namespace halflsb::mutants {

const Mutant* mutants(size_t* count) {
  *count = kMutantCount;
  return kMutants;
}

const LeftOut* left_out(size_t* count) {
  *count = kLeftOutCount;
  return kLeftOut;
}

void switch_mutant(int id) { halflsb_mutant = id; }
int switched_mutant() { return halflsb_mutant; }
bool mutant_reached(int id) { return halflsb_mutant_reached[id] == 1; }
void forget_reached() { std::fill_n(halflsb_mutant_reached, kMutantCount + 1, static_cast<unsigned char>(0)); }

}  // namespace halflsb::mutants
