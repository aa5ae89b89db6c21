// The sum with the zero point is narrowed to the output type first and clamped after, when it is too late.
// Story: Glow 4554c5d7cb: clip8(int32(x)); the libjit twins of 8 and 16 bits kept it.
// Smallest trigger: pre=0 scale=1 post=0 acc=128, output i8: want 127, got -128.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct NarrowsBeforeClamp : RequantizeKernel<NarrowsBeforeClamp, Glow> {
  using RequantizeKernel::RequantizeKernel;

  int32_t finish(int64_t rescaled) const { return clamped(narrowed(rescaled + a.zero_point, a.output_type)); }
};

}  // namespace

constinit const halflsb_target kRequantizeNarrowsBeforeClamp =
    requantize_glow("seeded_requantize_narrows_before_clamp",
                    "the value is narrowed to the output type before the clamp", run_requantize<NarrowsBeforeClamp>);

}  // namespace halflsb::seeded
