// The targets of this repository as a plug-in: libhalflsb_targets.so exports what the end of abi/target.h declares.
#include <algorithm>
#include <vector>

#include "targets/abi/target.h"

// Declared here as in portable/registry.h and seeded/registry.h: no folder of targets/ includes another.
namespace halflsb::portable {
const halflsb_target* const* portable_targets(size_t* count);
}
namespace halflsb::seeded {
const halflsb_target* const* seeded_targets(size_t* count);
}

extern "C" __attribute__((visibility("default"))) const halflsb_target* const* halflsb_targets(uint32_t abi_version,
                                                                                               size_t* count) {
  static const std::vector<const halflsb_target*> all = [] {
    std::vector<const halflsb_target*> targets;
    for (const auto list : {halflsb::portable::portable_targets, halflsb::seeded::seeded_targets}) {
      size_t size = 0;
      const halflsb_target* const* first = list(&size);
      targets.insert(targets.end(), first, first + size);
    }
    return targets;
  }();
  *count = abi_version == HALFLSB_ABI_VERSION ? all.size() : 0;
  return *count == 0 ? nullptr : all.data();
}
