// A positive shift is passed on, negated, to the right shift, whose count is then taken modulo 32.
// Story: CMSIS-NN 083c81774d (PR #736): rounding_shift(high_mul(x, m), -shift) for every shift.
// Smallest trigger: multiplier=1073741824 shift=1 acc=1: want 1, got 0.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct LeftShiftAsRight : TfliteDoubleSteps<LeftShiftAsRight> {
  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    const int right = static_cast<int>(static_cast<uint32_t>(-r.shift) & 31);
    return rounding_shift(high_mul(n, r.multiplier), right);
  }
};

}  // namespace

constinit const halflsb_target kRequantizeLeftShiftAsRight = requantize_tflite_double(
    "seeded_requantize_left_shift_as_right", "a left shift is done as a right shift by its complement",
    run_requantize<PlainRequantize<LeftShiftAsRight>>);

}  // namespace halflsb::seeded
