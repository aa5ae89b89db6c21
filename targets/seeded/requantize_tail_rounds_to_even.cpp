// The remainder of a loop over 8 rounds ties to even, the vector part up.
// Story: FBGEMM aa5b56a0de, ORT PR #28606: another rounding function in the scalar tail than in the vector body.
// Smallest trigger: count=1 pre=0 scale=1 post=1 acc=1: want 1, got 0.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct TailRoundsToEven : RequantizeKernel<TailRoundsToEven, Glow> {
  using RequantizeKernel::RequantizeKernel;

  void run() const {
    const int64_t body = count() / 8 * 8;
    for (int64_t i = 0; i < body; ++i) store(output(load(i)), i);
    for (int64_t i = body; i < count(); ++i) store(finish(to_even(load(i))), i);
  }

  int64_t to_even(int32_t n) const {
    const int64_t product = Glow::pre_shift(n, a.rescale) * a.rescale.scale;
    const int64_t rounded = Glow::rescale(n, a.rescale);
    const bool tie = a.rescale.post > 0 && product - ((rounded << a.rescale.post) - Glow::rounding(a.rescale)) == 0;
    return tie && (rounded & 1) != 0 ? rounded - 1 : rounded;
  }
};

}  // namespace

constinit const halflsb_target kRequantizeTailRoundsToEven =
    requantize_glow("seeded_requantize_tail_rounds_to_even", "the last count % 8 elements round ties to even",
                    run_requantize<TailRoundsToEven>);

}  // namespace halflsb::seeded
