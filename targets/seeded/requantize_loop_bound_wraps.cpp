// The vector loop runs while i < count - 8 + 1, an unsigned difference that wraps for a small count.
// Story: Glow 3ae7e7804b: for (j = 0; j < n - nr + 1; j += nr) with an unsigned n crashed on small matrices.
// Smallest trigger: count=1: the loop runs until it leaves the memory that there is.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct LoopBoundWraps : RequantizeKernel<LoopBoundWraps, Glow> {
  using RequantizeKernel::RequantizeKernel;

  void run() const {
    const volatile int32_t* accumulator = a.accumulator;
    size_t i = 0;
    for (; i < a.count - 8 + 1; i += 8) {
      for (size_t lane = i; lane < i + 8; ++lane) store(output(accumulator[lane]), static_cast<int64_t>(lane));
    }
    for (; i < a.count; ++i) store(output(accumulator[i]), static_cast<int64_t>(i));
  }
};

}  // namespace

constinit const halflsb_target kRequantizeLoopBoundWraps = requantize_glow(
    "seeded_requantize_loop_bound_wraps", "for count < 7 an unsigned loop bound wraps", run_requantize<LoopBoundWraps>);

}  // namespace halflsb::seeded
