// The accumulator is multiplied by the factor in float, which rounds the product before it is rounded to an integer.
// Story: a public inference library: 585 * 0.0111111114 is 6.5 in float and goes to 6; exactly it is 6.50000047.
// Smallest trigger: a product within float's last bit of a tie, as there; or any accumulator beyond 2^24.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct FloatProduct : IdealSteps<FloatProduct> {
  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    const float product = static_cast<float>(n) * static_cast<float>(r.factor);
    if (product >= 0x1p62f) return kBeyond;
    if (product <= -0x1p62f) return -kBeyond;
    return static_cast<int64_t>(std::nearbyint(product));
  }
};

}  // namespace

constinit const halflsb_target kRequantizeFloatProduct = requantize_ideal(
    "seeded_requantize_float_product", "the product is rounded to float before it is rounded to an integer",
    run_requantize<PlainRequantize<FloatProduct>>);

}  // namespace halflsb::seeded
