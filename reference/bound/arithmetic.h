// Runs a template over its integer: on Checked, and on Integer where that was too narrow or is not wanted.
#pragma once

#include "reference/bound/checked.h"
#include "reference/bound/question.h"

namespace halflsb {

template <class Run>
auto in_arithmetic(Arithmetic arithmetic, Run run) {
  if (arithmetic == Arithmetic::automatic) {
    try {
      return run(Checked{});
    } catch (const TooWide&) {  // unbounded integers hold it
    }
  }
  return run(Integer{});
}

}  // namespace halflsb
