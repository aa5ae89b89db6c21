#include "targets/seeded/registry.h"

#include <array>

#include "targets/seeded/kernels.h"

namespace halflsb::seeded {
namespace {

constexpr std::array kTargets{
#define HALFLSB_LIST_TARGET(name) &name,
    HALFLSB_SEEDED_TARGETS(HALFLSB_LIST_TARGET)
#undef HALFLSB_LIST_TARGET
};

}  // namespace

const halflsb_target* const* seeded_targets(size_t* count) {
  *count = kTargets.size();
  return kTargets.data();
}

}  // namespace halflsb::seeded
