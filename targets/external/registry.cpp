#include "targets/external/registry.h"

#include <vector>

#include "targets/external/target.h"

namespace halflsb::external {
namespace {

struct Library {
  const char* name;
  std::vector<Targets> targets;  // empty: not found
};

const std::vector<Library>& libraries() {
  static const std::vector<Library> all{
#ifdef HALFLSB_GEMMLOWP
      {"gemmlowp", {gemmlowp_scalar_targets, gemmlowp_sse4_targets, gemmlowp_avx2_targets}},
#else
      {"gemmlowp", {}},
#endif
#ifdef HALFLSB_ONEDNN
      {"oneDNN", {onednn_targets}},
#else
      {"oneDNN", {}},
#endif
#ifdef HALFLSB_SIMDE
      {"SIMDe", {neon_targets}},
#else
      {"SIMDe", {}},
#endif
#ifdef HALFLSB_XNNPACK
      {"XNNPACK", {xnnpack_targets}},
#else
      {"XNNPACK", {}},
#endif
  };
  return all;
}

}  // namespace

const halflsb_target* const* external_targets(size_t* count) {
  static const std::vector<const halflsb_target*> all = [] {
    std::vector<const halflsb_target*> found;
    for (const Library& library : libraries()) {
      for (const Targets targets : library.targets) {
        size_t some = 0;
        const halflsb_target* const* first = targets(&some);
        found.insert(found.end(), first, first + some);
      }
    }
    return found;
  }();
  *count = all.size();
  return all.data();
}

const char* const* absent_libraries(size_t* count) {
  static const std::vector<const char*> names = [] {
    std::vector<const char*> absent;
    for (const Library& library : libraries()) {
      if (library.targets.empty()) absent.push_back(library.name);
    }
    return absent;
  }();
  *count = names.size();
  return names.data();
}

}  // namespace halflsb::external
