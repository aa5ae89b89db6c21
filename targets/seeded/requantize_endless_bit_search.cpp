// The bits of the scale are counted by doubling a 32-bit power of two until it reaches the scale. Beyond 2^30 the
// power wraps to 0 and never does.
// Story: the parameter loops of Glow (4bf55fe4b2: a factor of 0 doubled for ever), here at the other end of the range.
// Smallest trigger: scale=1073741825.
#include "targets/seeded/base/requantize.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct EndlessBitSearch : GlowSteps<EndlessBitSearch> {
  // Whether a 32-bit product is enough.
  static bool narrow(int64_t shifted, const halflsb_rescale& r) {
    volatile int32_t power = 1;  // volatile: an endless loop without side effects may be assumed to end
    int bits = 0;
    for (; power < r.scale; ++bits) power = wrap32(int64_t{power} * 2);
    return bits < 16 && shifted >= -32768 && shifted < 32768;
  }

  static int64_t rounded_product(int64_t shifted, const halflsb_rescale& r) {
    if (narrow(shifted, r)) return int64_t{static_cast<int32_t>(shifted) * r.scale} + rounding(r);
    return shifted * r.scale + rounding(r);
  }
};

}  // namespace

constinit const halflsb_target kRequantizeEndlessBitSearch =
    requantize_glow("seeded_requantize_endless_bit_search", "does not return for a scale above 2^30",
                    run_requantize<PlainRequantize<EndlessBitSearch>>);

}  // namespace halflsb::seeded
