// The left shift before the high multiplication is done in 32 bits and wraps.
// Story: TensorFlow #60815, PR #61698.
// Smallest trigger: multiplier=1073741824 shift=1 acc=1073741824: want 2^30, got -2^30.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct LeftShiftWraps : TfliteDoubleSteps<LeftShiftWraps> {
  static int64_t left_shift(int32_t n, int bits) { return wrap32(int64_t{n} * (int64_t{1} << bits)); }
};

}  // namespace

constinit const halflsb_target kRequantizeLeftShiftWraps =
    requantize_tflite_double("seeded_requantize_left_shift_wraps", "the left shift wraps at 32 bits",
                             run_requantize<PlainRequantize<LeftShiftWraps>>);

}  // namespace halflsb::seeded
