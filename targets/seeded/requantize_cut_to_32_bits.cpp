// The rescaled value is cut from 64 to 32 bits before the clamp.
// Story: the rndnu reference of a public inference library: clamp(int32(x)), wrong for factors above 1.
// Smallest trigger: pre=0 scale=2 post=0 acc=1073741824: want the upper rail, got the lower one.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct CutTo32Bits : RequantizeKernel<CutTo32Bits, Glow> {
  using RequantizeKernel::RequantizeKernel;

  int32_t finish(int64_t rescaled) const { return clamped(int64_t{wrap32(rescaled)} + a.zero_point); }
};

}  // namespace

constinit const halflsb_target kRequantizeCutTo32Bits =
    requantize_glow("seeded_requantize_cut_to_32_bits", "the 64-bit result is cut to 32 bits before the clamp",
                    run_requantize<CutTo32Bits>);

}  // namespace halflsb::seeded
