// The rounding term is 1 << (post - 1) for every post; for post = 0 the count of -1 is taken modulo 32, as x86 does.
// Story: Glow 908bd87d84 (PR #747), its C++ twin only in 4554c5d7cb, and CMSIS_5 PR #564.
// Smallest trigger: pre=0 scale=1 post=0 acc=0: want 0, got -2147483648.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct RoundingAtPostZero : GlowSteps<RoundingAtPostZero> {
  static int64_t rounding(const halflsb_rescale& r) {
    return wrap32(int64_t{1} << (static_cast<uint32_t>(r.post - 1) & 31));
  }
};

}  // namespace

constinit const halflsb_target kRequantizeRoundingAtPostZero =
    requantize_glow("seeded_requantize_rounding_at_post_zero", "at post = 0 the rounding term is 1 << 31 instead of 0",
                    run_requantize<PlainRequantize<RoundingAtPostZero>>);

}  // namespace halflsb::seeded
