// Asserts that two bounds agree in every part.
#pragma once

#include <rapidcheck.h>

#include "reference/bound/prove.h"

namespace halflsb {

inline void expect_same(const ErrorBound& got, const ErrorBound& want) {
  RC_ASSERT(got.extremes.max.value == want.extremes.max.value);
  RC_ASSERT(got.extremes.max.accumulator == want.extremes.max.accumulator);
  RC_ASSERT(got.extremes.min.value == want.extremes.min.value);
  RC_ASSERT(got.extremes.min.accumulator == want.extremes.min.accumulator);
  RC_ASSERT(got.mean == want.mean);
  RC_ASSERT(got.misrounded == want.misrounded);
  RC_ASSERT(got.unsaturated.has_value() == want.unsaturated.has_value());
  if (!want.unsaturated) return;
  RC_ASSERT(got.unsaturated->lo == want.unsaturated->lo);
  RC_ASSERT(got.unsaturated->hi == want.unsaturated->hi);
  RC_ASSERT(got.unsaturated->mean == want.unsaturated->mean);
  RC_ASSERT(got.unsaturated->misrounded == want.unsaturated->misrounded);
}

}  // namespace halflsb
