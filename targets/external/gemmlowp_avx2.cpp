#define HALFLSB_GEMMLOWP_BUILD avx2
#include "targets/external/gemmlowp_stage.h"

namespace halflsb::external {

const halflsb_target* const* gemmlowp_avx2_targets(size_t* count) {
  static constexpr auto kTargets = gemmlowp_targets("gemmlowp_avx2", "gemmlowp_avx2.accepted", HALFLSB_ISA_AVX2);
  static constexpr std::array<const halflsb_target*, 2> kPointers{&kTargets[0], &kTargets[1]};
  *count = kPointers.size();
  return kPointers.data();
}

}  // namespace halflsb::external
