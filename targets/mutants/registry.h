// The portable kernels and the bases of the seeded set, compiled from copies in which one change at a time can be
// switched on at run time: mutation testing without a build per mutant.
#pragma once

#include <cstddef>

#include "targets/abi/target.h"

namespace halflsb::mutants {

// One change. `before` and `after` are the whole source line, without its indentation; with `file` (from the repo root)
// they tell mutants apart wherever a file does not repeat a line.
struct Mutant {
  int id;
  const char* file;
  int line;
  const char* before;
  const char* after;
  const char* rule;  // constant, index, comparison, sign, shift, bound, rounding, vector
};

// A place that a rule applies to but that has no switch: `text` is the source line, `reason` says why.
struct LeftOut {
  const char* file;
  int line;
  const char* text;
  const char* reason;
};

// *count mutants, ids 1..*count in order.
const Mutant* mutants(size_t* count);
const LeftOut* left_out(size_t* count);

// Process-wide. 0: none, which is how the program starts; then every mutated target is as right as its original.
void switch_mutant(int id);
int switched_mutant();

// Which changes the calls since forget_reached() came by, whether switched on or not.
bool mutant_reached(int id);
void forget_reached();

// *count targets with the contracts of their originals and their names after "mutated."; the bases, which are no
// targets themselves, are "mutated.base_requantize_glow" and the like. Alive for the whole program.
const halflsb_target* const* mutated_targets(size_t* count);

}  // namespace halflsb::mutants
