// The zero point is added to the rounded product, where the scheme rounds the sum.
// Story: FBGEMM 91063b0c3e, the other way round.
// Smallest trigger: factor=1/2 zero_point=1 acc=1: want 2, got 1.
#include "targets/seeded/base/float_scheme.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
constinit const halflsb_target kRequantizeOnednnZeroPointLast =
    requantize_onednn("seeded_requantize_onednn_zero_point_last", "the zero point is added after rounding",
                      run_requantize<PlainRequantize<Fp32>>);

}  // namespace halflsb::seeded
