// -2^31 times -2^31, the only pair of int32 whose doubled high product is 2^31, is not saturated and wraps.
// Story: hand-written replacements of vqrdmulh in fixed-point libraries: the instruction saturates, the replacement
// does not.
// Smallest trigger: multiplier=-2147483648 shift=0 acc=-2147483648: want 2147483647, got -2147483648.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct HighMulUnsaturated : TfliteDoubleSteps<HighMulUnsaturated> {
  static int32_t high_mul(int64_t x, int32_t multiplier) {
    if (x == kMin && multiplier == kMin) return wrap32((int64_t{kMin} * kMin) >> 31);
    return TfliteDoubleSteps::high_mul(x, multiplier);
  }
};

}  // namespace

constinit const halflsb_target kRequantizeHighMulUnsaturated = requantize_tflite_double(
    "seeded_requantize_high_mul_unsaturated", "the product of twice -2^31 wraps instead of saturating",
    run_requantize<PlainRequantize<HighMulUnsaturated>>);

}  // namespace halflsb::seeded
