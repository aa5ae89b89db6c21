#define HALFLSB_GEMMLOWP_BUILD scalar
#include "targets/external/gemmlowp_stage.h"

namespace halflsb::external {

const halflsb_target* const* gemmlowp_scalar_targets(size_t* count) {
  static constexpr auto kTargets = gemmlowp_targets("gemmlowp_scalar", "gemmlowp_scalar.accepted", HALFLSB_ISA_NONE);
  static constexpr std::array<const halflsb_target*, 2> kPointers{&kTargets[0], &kTargets[1]};
  *count = kPointers.size();
  return kPointers.data();
}

}  // namespace halflsb::external
