// One part of a sweep over outputs that are not a scheme's alone: a real kernel's exact error, and the accumulators on which two
// sides differ. Kernels run in a process of their own; where one crashes or hangs, the accumulator is looked for.
#pragma once

#include <variant>

#include "harness/check/check.h"
#include "harness/isolate/isolate.h"
#include "harness/sweep/rows.h"
#include "harness/sweep/sweep.h"

namespace halflsb {

struct KernelFailure {
  Reason reason = Reason::crash;
  std::string detail;
  Interval accumulator;  // the fewest consecutive ones in one call that are known to fail
};

struct Measured {
  Tally tally;
  std::optional<KernelFailure> failure;
  std::string unsupported;  // the kernel's answer, where it is that
};

[[nodiscard]] Json to_json(const Measured& measured);
[[nodiscard]] std::optional<Measured> measured_from_json(const Json& json);

struct SchemeSide {
  Scheme scheme;
  std::optional<Interval> output;
};
using SweepSide = std::variant<SchemeSide, KernelQuestion>;

struct Measurement {
  const Sweep* errors =
      nullptr;  // of side a, where it is a kernel, with b the scheme whose overflow is asked for; null: not asked for
  SweepSide a;
  std::optional<SweepSide> b;
  bool compared = true;  // a with b
  TimeLimit limit;
};

[[nodiscard]] Measured measure(const Measurement& what, const Interval& part);

}  // namespace halflsb
