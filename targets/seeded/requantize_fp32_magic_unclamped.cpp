// Rounds by adding 1.5 * 2^23 and reading the low bits of the float, without the clamp that keeps the sum in one binade.
// Story: the magic-bias conversion of several inference libraries, which clamp first.
// Smallest trigger: int32 output, factor=1 acc=4194306: want 4194306, got 4194305. Narrower outputs saturate before it shows.
#include <bit>

#include "targets/seeded/base/float_scheme.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct Fp32MagicUnclamped : Fp32Steps<Fp32MagicUnclamped> {
  static int64_t to_integer(float value) {
    const float sum = value + 0x1.8p23f;
    return int64_t{std::bit_cast<int32_t>(sum)} - std::bit_cast<int32_t>(0x1.8p23f);
  }
};

}  // namespace

constinit const halflsb_target kRequantizeFp32MagicUnclamped =
    requantize_fp32("seeded_requantize_fp32_magic_unclamped", "rounded by a magic bias, unclamped: wrong from 2^22 on",
                    run_requantize<PlainRequantize<Fp32MagicUnclamped>>);

}  // namespace halflsb::seeded
