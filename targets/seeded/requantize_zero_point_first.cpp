// The zero point is added to the accumulator, before the factor is applied, and so is scaled itself.
// Story: gemmlowp 3489905d03: the real value 0 was no longer representable.
// Smallest trigger: pre=0 scale=2 post=0 zero_point=1 acc=0: want 1, got 2.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct ZeroPointFirst : RequantizeKernel<ZeroPointFirst, Glow> {
  using RequantizeKernel::RequantizeKernel;

  int32_t output(int32_t n) const { return clamped(Glow::rescale(wrap32(int64_t{n} + a.zero_point), a.rescale)); }
};

}  // namespace

constinit const halflsb_target kRequantizeZeroPointFirst =
    requantize_glow("seeded_requantize_zero_point_first", "the zero point is added before the rescaling",
                    run_requantize<ZeroPointFirst>);

}  // namespace halflsb::seeded
