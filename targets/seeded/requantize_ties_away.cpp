// Ties go away from zero instead of up: they differ for negative ties alone.
// Story: gemmlowp 8669fdf8a2, ba0bbc860a: the two roundings mixed up between the ARM and the x86 build.
// Smallest trigger: pre=0 scale=1 post=1 acc=-1: want 0, got -1.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct TiesAway : GlowSteps<TiesAway> {
  static int64_t rounded_product(int64_t shifted, const halflsb_rescale& r) {
    const int64_t product = shifted * r.scale;
    return product + rounding(r) - (product < 0 && r.post > 0 ? 1 : 0);
  }
};

}  // namespace

constinit const halflsb_target kRequantizeTiesAway =
    requantize_glow("seeded_requantize_ties_away", "negative ties go away from zero instead of up",
                    run_requantize<PlainRequantize<TiesAway>>);

}  // namespace halflsb::seeded
