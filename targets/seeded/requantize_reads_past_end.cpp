// Accumulators are loaded four at a time, past the last one; the surplus lanes are not stored.
// Story: the classical load of a whole vector in a tail; it is seen only where the tensor ends with its page.
// Smallest trigger: count=1: accumulators 1 to 3 are read.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct ReadsPastEnd : RequantizeKernel<ReadsPastEnd, Glow> {
  using RequantizeKernel::RequantizeKernel;

  void run() const {
    const volatile int32_t* accumulator = a.accumulator;
    for (int64_t i = 0; i < count(); i += 4) {
      int32_t lanes[4];
      for (int64_t lane = 0; lane < 4; ++lane) lanes[lane] = accumulator[i + lane];
      for (int64_t lane = 0; lane < std::min<int64_t>(4, count() - i); ++lane) store(output(lanes[lane]), i + lane);
    }
  }
};

}  // namespace

constinit const halflsb_target kRequantizeReadsPastEnd = requantize_glow(
    "seeded_requantize_reads_past_end", "reads up to three accumulators past the end", run_requantize<ReadsPastEnd>);

}  // namespace halflsb::seeded
