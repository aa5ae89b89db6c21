// Saturated at the float nearest to 2^31 - 1, which is 2^31 and no int32: its conversion gives the smallest int32.
// Story: a public inference library: min(v, 2147483648.f) for min(v, 2147483520.f).
// Smallest trigger: int32 output, factor=1 acc=2147483584: want 2147483647, got -2147483648.
#include "targets/seeded/base/float_scheme.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct OnednnSaturatesTooHigh : OnednnKernel<OnednnSaturatesTooHigh> {
  using OnednnKernel::OnednnKernel;

  int32_t saturated(float value) const {
    const float bounded = std::min(std::nearbyint(value), static_cast<float>(a.output_max));
    return bounded >= 0x1p31f ? kMin : clamped(Fp32::to_integer(bounded));
  }
};

}  // namespace

constinit const halflsb_target kRequantizeOnednnSaturatesTooHigh =
    requantize_onednn("seeded_requantize_onednn_saturates_too_high", "saturated at 2^31, which int32 does not hold",
                      run_requantize<OnednnSaturatesTooHigh>);

}  // namespace halflsb::seeded
