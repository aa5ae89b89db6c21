// The high multiplication adds +2^30 or -2^30 by the sign of the product and truncates: negative ties go away from
// zero.
// Story: a mutant of gemmlowp's SaturatingRoundingDoublingHighMul, whose nudge for negative products is 1 - 2^30.
// Smallest trigger: multiplier=1073741824 shift=0 acc=-1: want 0, got -1.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct SymmetricNudge : TfliteDoubleSteps<SymmetricNudge> {
  static int32_t high_mul(int64_t x, int32_t multiplier) {
    const Int128 product = Int128{x} * multiplier;
    const Int128 nudged = product + (product < 0 ? -(int64_t{1} << 30) : int64_t{1} << 30);
    return static_cast<int32_t>(std::clamp<Int128>(nudged / (int64_t{1} << 31), kMin, kMax));
  }
};

}  // namespace

constinit const halflsb_target kRequantizeSymmetricNudge = requantize_tflite_double(
    "seeded_requantize_symmetric_nudge", "negative ties of the high multiplication go away from zero",
    run_requantize<PlainRequantize<SymmetricNudge>>);

}  // namespace halflsb::seeded
