// The rounding term is (1 << post) >> 1 with a signed 32-bit 1: right at post = 0, but -2^30 at post = 31.
// Story: CMSIS_5 PR #599 (6a6b98e2f7), the repair of a repair.
// Smallest trigger: pre=0 scale=1 post=31 acc=0: want 0, got -1.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct RoundingAtPost31 : GlowSteps<RoundingAtPost31> {
  static int64_t rounding(const halflsb_rescale& r) { return wrap32(int64_t{1} << r.post) >> 1; }
};

}  // namespace

constinit const halflsb_target kRequantizeRoundingAtPost31 =
    requantize_glow("seeded_requantize_rounding_at_post_31", "at post = 31 the rounding term is negative",
                    run_requantize<PlainRequantize<RoundingAtPost31>>);

}  // namespace halflsb::seeded
