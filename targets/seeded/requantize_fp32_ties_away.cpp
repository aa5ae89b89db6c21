// Ties go away from zero, as round() has it, where the scheme rounds them to even.
// Story: Glow 8df002696b and b57478dab3: two devices, two roundings.
// Smallest trigger: factor=1/2 acc=1: want 0, got 1.
#include "targets/seeded/base/float_scheme.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct Fp32TiesAway : Fp32Steps<Fp32TiesAway> {
  static int64_t to_integer(float value) { return Fp32::to_integer(std::round(value)); }
};

}  // namespace

constinit const halflsb_target kRequantizeFp32TiesAway =
    requantize_fp32("seeded_requantize_fp32_ties_away", "ties are rounded away from zero, not to even",
                    run_requantize<PlainRequantize<Fp32TiesAway>>);

}  // namespace halflsb::seeded
