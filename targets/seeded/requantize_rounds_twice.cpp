// The high multiplication rounds and the shift rounds again: where the first lands on a tie, the second goes wrong.
// Story: TensorFlow #25087, #99072: the two published TFLite roundings taken for each other.
// Smallest trigger: multiplier=1073741824 shift=-1 acc=1: want 0, got 1.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct RoundsTwice : TfliteSingleSteps<RoundsTwice> {
  static int64_t rescale(int32_t n, const halflsb_rescale& r) { return TfliteDouble::rescale(n, r); }
};

}  // namespace

constinit const halflsb_target kRequantizeRoundsTwice = requantize_tflite_single(
    "seeded_requantize_rounds_twice", "rounds after the multiplication and again after the shift",
    run_requantize<PlainRequantize<RoundsTwice>>);

}  // namespace halflsb::seeded
