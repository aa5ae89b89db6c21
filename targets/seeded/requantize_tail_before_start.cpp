// The remainder is done again as a whole vector that ends with the last element, whatever count is.
// Story: FBGEMM 21ea7ed479 (#5153). Harmless from count = 8 on, where elements are written twice with the same value.
// Smallest trigger: count=1: elements -7 to -1 are read and written.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct TailBeforeStart : RequantizeKernel<TailBeforeStart, Glow> {
  using RequantizeKernel::RequantizeKernel;

  void run() const {
    const int64_t body = count() / 8 * 8;
    for (int64_t i = 0; i < body; ++i) store(output(load(i)), i);
    if (body == count()) return;
    const volatile int32_t* accumulator = a.accumulator;
    for (int64_t i = count() - 8; i < count(); ++i) store(output(accumulator[i]), i);
  }
};

}  // namespace

constinit const halflsb_target kRequantizeTailBeforeStart =
    requantize_glow("seeded_requantize_tail_before_start", "for count < 8 the tail reads and writes before the start",
                    run_requantize<TailBeforeStart>);

}  // namespace halflsb::seeded
