// The clamp comes before the zero point is added; the sum then wraps in the output type.
// Story: FBGEMM 91063b0c3e and others: the zero point on the wrong side of a step.
// Smallest trigger: pre=0 scale=1 post=0 zero_point=1 acc=127, output i8: want 127, got -128.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct ClampsBeforeZeroPoint : RequantizeKernel<ClampsBeforeZeroPoint, Glow> {
  using RequantizeKernel::RequantizeKernel;

  int32_t finish(int64_t rescaled) const { return wrap32(int64_t{clamped(rescaled)} + a.zero_point); }
};

}  // namespace

constinit const halflsb_target kRequantizeClampsBeforeZeroPoint =
    requantize_glow("seeded_requantize_clamps_before_zero_point", "the zero point is added after the clamp",
                    run_requantize<ClampsBeforeZeroPoint>);

}  // namespace halflsb::seeded
