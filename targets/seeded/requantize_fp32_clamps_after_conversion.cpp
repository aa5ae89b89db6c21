// The product is converted to int32 before it is clamped; what does not fit becomes the smallest int32, as the x86 instruction has it.
// Story: Glow 4554c5d7cb (quantize) and a public inference library: the largest values come out as the smallest.
// Smallest trigger: factor=2^21 acc=1024: want 127, got -128.
#include "targets/seeded/base/float_scheme.h"
#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

struct Fp32ClampsAfterConversion : Fp32Steps<Fp32ClampsAfterConversion> {
  static int64_t to_integer(float value) {
    const float rounded = std::nearbyint(value);
    return rounded >= -0x1p31f && rounded < 0x1p31f ? static_cast<int32_t>(rounded) : kMin;
  }
};

}  // namespace

constinit const halflsb_target kRequantizeFp32ClampsAfterConversion =
    requantize_fp32("seeded_requantize_fp32_clamps_after_conversion", "converted to int32 before it is clamped",
                    run_requantize<PlainRequantize<Fp32ClampsAfterConversion>>);

}  // namespace halflsb::seeded
