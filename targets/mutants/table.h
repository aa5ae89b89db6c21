// The lists as the mutation script writes them.
#pragma once

#include "targets/mutants/registry.h"

namespace halflsb::mutants {

extern const Mutant kMutants[];
extern const size_t kMutantCount;
extern const LeftOut kLeftOut[];
extern const size_t kLeftOutCount;

}  // namespace halflsb::mutants
