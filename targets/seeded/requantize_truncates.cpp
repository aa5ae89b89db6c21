// The product is exact but truncated: up to one LSB off, and biased toward zero.
// Story: Glow 69664998ee (#3707), TFLM ecf56f48fc (#2326): int(x / s + z) without a rounding.
// Smallest trigger: factor=3/4 acc=1: real 0.75, got 0.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct Truncates : IdealSteps<Truncates> {
  // Exact in double for a factor of at most 24 bits, truncated by the cast.
  static int64_t rescale(int32_t n, const halflsb_rescale& r) {
    const double product = static_cast<double>(n) * r.factor;
    if (std::abs(product) >= 0x1p62) return product < 0 ? -kBeyond : kBeyond;
    return static_cast<int64_t>(product);
  }
};

}  // namespace

constinit const halflsb_target kRequantizeTruncates =
    requantize_ideal("seeded_requantize_truncates", "the product is truncated instead of rounded",
                     run_requantize<PlainRequantize<Truncates>>);

}  // namespace halflsb::seeded
