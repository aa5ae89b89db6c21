// The remainder of a loop over 8 rounds ties away from zero, the vector part to even.
// Story: FBGEMM aa5b56a0de, ORT PR #28606: round() in the scalar tail, the default rounding in the vector body.
// Smallest trigger: count=1 factor=1/2 acc=1: want 0, got 1.
#include "targets/seeded/base/float_scheme.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct Fp32TailTiesAway : RequantizeKernel<Fp32TailTiesAway, Fp32> {
  using RequantizeKernel::RequantizeKernel;

  void run() const {
    const int64_t body = count() / 8 * 8;
    for (int64_t i = 0; i < body; ++i) store(output(load(i)), i);
    for (int64_t i = body; i < count(); ++i) {
      store(finish(Fp32::to_integer(std::round(Fp32::product(load(i), a.rescale)))), i);
    }
  }
};

}  // namespace

constinit const halflsb_target kRequantizeFp32TailTiesAway =
    requantize_fp32("seeded_requantize_fp32_tail_ties_away", "the last count % 8 elements round ties away from zero",
                    run_requantize<Fp32TailTiesAway>);

}  // namespace halflsb::seeded
