// The product is formed in double and rounded once, where the scheme rounds it to float32 first.
// Story: a public inference library, the other way round: 585 * 0.0111111114 is 6.5 in float and 6.50000047 exactly.
// Smallest trigger: factor=0.0111111114 acc=585: want 6, got 7.
#include "targets/seeded/base/float_scheme.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct Fp32ProductInDouble : Fp32Steps<Fp32ProductInDouble> {
  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    const double product = n * static_cast<double>(static_cast<float>(r.factor));
    return static_cast<int64_t>(std::nearbyint(std::clamp<double>(product, kMin, kMax)));
  }
};

}  // namespace

constinit const halflsb_target kRequantizeFp32ProductInDouble =
    requantize_fp32("seeded_requantize_fp32_product_in_double", "the product is rounded once, from double",
                    run_requantize<PlainRequantize<Fp32ProductInDouble>>);

}  // namespace halflsb::seeded
