// Simpler problems, each simpler than the given one in one respect: first in shape, then in parameters, then in data.
// All are valid. Large steps come first, and every single step is there: a problem none of whose simpler ones fails is
// minimal.
#pragma once

#include <vector>

#include "harness/minimize/candidates.h"

namespace halflsb {

enum class Concern { shape, parameters, data };

struct SimplerList {
  Concern concern;
  void (*offer)(const Problem& problem, Candidates& out);
};

// In order of their concern.
[[nodiscard]] const std::vector<SimplerList>& simpler_lists(const Problem& problem);

// Until visit() returns true.
void for_each_simpler(const Problem& problem, const Visit& visit);

// The first of them.
[[nodiscard]] std::vector<Problem> simpler(const Problem& problem, std::size_t most = 1000);

}  // namespace halflsb
