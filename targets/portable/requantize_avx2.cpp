#include "targets/portable/kernels.h"
#include "targets/portable/lanes_avx2.h"

namespace halflsb::portable {

#if defined(__x86_64__)

namespace {

HALFLSB_AVX2 void requantize_glow(const halflsb_requantize_args& args, const OutputStage& stage) {
  const FixedPoint p = Glow::fixed_point(args.rescale);
  const RescaleLanes rescale{_mm256_set1_epi32(p.pre), _mm256_set1_epi32(p.multiplier), _mm256_set1_epi32(p.shift),
                             _mm256_setzero_si256()};
  const OutputLanes lanes = output_lanes(stage);
  char* output = static_cast<char*>(args.output);
  size_t i = 0;
  for (; args.count - i >= 8; i += 8) {
    const __m256i n = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(args.accumulator + i));
    store_lanes(finish_lanes<false>(n, rescale, lanes), stage.type, 8, output + i * stage.element_size());
  }
  if (const size_t rest = args.count - i; rest > 0) {
    int32_t buffer[8] = {};
    std::memcpy(buffer, args.accumulator + i, rest * sizeof(int32_t));
    const __m256i n = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(buffer));
    store_lanes(finish_lanes<false>(n, rescale, lanes), stage.type, static_cast<int64_t>(rest),
                output + i * stage.element_size());
  }
}

}  // namespace

int requantize_glow_avx2(const halflsb_requantize_args* args) noexcept {
  const OutputStage stage = OutputStage::of(*args);
  if (args->struct_size < sizeof *args || !stage.valid() || !Glow::valid(args->rescale)) return HALFLSB_UNSUPPORTED;
  requantize_glow(*args, stage);
  return HALFLSB_OK;
}

#else

int requantize_glow_avx2(const halflsb_requantize_args*) noexcept { return HALFLSB_UNSUPPORTED; }

#endif

}  // namespace halflsb::portable
