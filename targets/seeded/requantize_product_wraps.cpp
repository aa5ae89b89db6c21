// The product and the sum with the rounding term are kept in 32 bits.
// Story: Glow 05dd99b9, libjit_scale and its twins in Base.h and OpenCL: (((N >> pre) * scale) + rounding) >> post,
// all int32. It wraps where |N * factor| is about 65408 and more for post = 15, so the largest sums come out at the
// wrong rail.
// Smallest trigger: pre=0 scale=1 post=1 acc=2147483647, where the rounding term alone wraps: want 2^30, got -2^30.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct ProductWraps : GlowSteps<ProductWraps> {
  static int64_t rounded_product(int64_t shifted, const halflsb_rescale& r) {
    return wrap32(shifted * r.scale + rounding(r));
  }
};

}  // namespace

constinit const halflsb_target kRequantizeProductWraps =
    requantize_glow("seeded_requantize_product_wraps", "the product and the rounding sum wrap at 32 bits",
                    run_requantize<PlainRequantize<ProductWraps>>);

}  // namespace halflsb::seeded
