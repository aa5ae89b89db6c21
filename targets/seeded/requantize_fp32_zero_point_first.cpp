// The zero point is added to the float product before rounding, where the scheme adds it to the rounded integer.
// Story: FBGEMM 91063b0c3e: with an odd zero point every tie goes to the other neighbour.
// Smallest trigger: factor=1/2 zero_point=1 acc=1: want 1, got 2.
#include "targets/seeded/base/float_scheme.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct Fp32ZeroPointFirst : OnednnKernel<Fp32ZeroPointFirst> {
  using OnednnKernel::OnednnKernel;
};

}  // namespace

constinit const halflsb_target kRequantizeFp32ZeroPointFirst =
    requantize_fp32("seeded_requantize_fp32_zero_point_first", "the zero point is added before rounding",
                    run_requantize<Fp32ZeroPointFirst>);

}  // namespace halflsb::seeded
