// The rounding term is unsigned, so the sum is, and the post shift fills with zeros: negative sums become huge.
// Story: CMSIS_5 #684, #896, #1047 (PR #908, PR #1295): fixed in one function, in the macro 18 months later.
// Smallest trigger: pre=0 scale=1 post=1 acc=-2: want -1, got the upper rail.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct LogicalPostShift : GlowSteps<LogicalPostShift> {
  static int64_t post_shift(int64_t sum, const halflsb_rescale& r) {
    return static_cast<int64_t>(static_cast<uint64_t>(sum) >> r.post);
  }
};

}  // namespace

constinit const halflsb_target kRequantizeLogicalPostShift =
    requantize_glow("seeded_requantize_logical_post_shift", "the post shift of a negative sum is logical",
                    run_requantize<PlainRequantize<LogicalPostShift>>);

}  // namespace halflsb::seeded
