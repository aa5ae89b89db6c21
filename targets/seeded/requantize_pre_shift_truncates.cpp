// The pre shift is a division, which rounds toward zero; the arithmetic shift is a floor.
// Story: a port of Glow's formula to a language without a shift of negative numbers.
// Smallest trigger: pre=1 scale=1 post=0 acc=-1: want -1, got 0.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct PreShiftTruncates : GlowSteps<PreShiftTruncates> {
  static int64_t pre_shift(int32_t n, const halflsb_rescale& r) { return n / (int64_t{1} << r.pre); }
};

}  // namespace

constinit const halflsb_target kRequantizePreShiftTruncates =
    requantize_glow("seeded_requantize_pre_shift_truncates", "the pre shift rounds toward zero",
                    run_requantize<PlainRequantize<PreShiftTruncates>>);

}  // namespace halflsb::seeded
