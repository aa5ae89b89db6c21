// The rounding shift adds half and shifts: ties go up instead of away from zero.
// Story: gemmlowp 8669fdf8a2, 23cddf37fb: the fix-up for negative numbers left out.
// Smallest trigger: multiplier=1073741824 shift=-1 acc=-2: want -1, got 0.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct HalfUpShift : TfliteDoubleSteps<HalfUpShift> {
  static int64_t rounding_shift(int32_t x, int bits) { return (int64_t{x} + ((int64_t{1} << bits) >> 1)) >> bits; }
};

}  // namespace

constinit const halflsb_target kRequantizeHalfUpShift =
    requantize_tflite_double("seeded_requantize_half_up_shift", "the rounding shift takes negative ties up",
                             run_requantize<PlainRequantize<HalfUpShift>>);

}  // namespace halflsb::seeded
