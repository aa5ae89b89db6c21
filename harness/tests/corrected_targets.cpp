// The seeded targets as a plug-in, by name and contract, but with a correct kernel in place of each faulty one: what a
// generated GoogleTest case must pass on.
#include <string_view>
#include <vector>

#include "targets/portable/registry.h"
#include "targets/seeded/base/float_scheme.h"
#include "targets/seeded/registry.h"

namespace {

std::string_view contract_of(const halflsb_target& target) { return target.scheme == nullptr ? "" : target.scheme; }

// A portable target of the same kind and scheme that runs everywhere and takes the most problems.
const halflsb_target* portable_counterpart(const halflsb_target& target) {
  size_t count = 0;
  const halflsb_target* const* portable = halflsb::portable::portable_targets(&count);
  const halflsb_target* found = nullptr;
  for (size_t i = 0; i < count; ++i) {
    const halflsb_target& candidate = *portable[i];
    if (std::string_view(candidate.kind) != target.kind || contract_of(candidate) != contract_of(target)) continue;
    if (candidate.isa != HALFLSB_ISA_NONE) continue;
    if (found == nullptr || candidate.domain.per_channel > found->domain.per_channel) found = &candidate;
  }
  return found;
}

halflsb_target corrected(halflsb_target target) {
  target.defect = nullptr;
  // No portable target promises one of these.
  if (target.tolerance != nullptr) {
    target.requantize = halflsb::seeded::run_requantize<halflsb::seeded::PlainRequantize<halflsb::seeded::Ideal>>;
    return target;
  }
  if (contract_of(target) == "xnnpack_fp32") {
    target.requantize = halflsb::seeded::run_requantize<halflsb::seeded::PlainRequantize<halflsb::seeded::Fp32>>;
    return target;
  }
  if (contract_of(target) == "onednn") {
    target.requantize = halflsb::seeded::run_requantize<halflsb::seeded::PlainOnednn>;
    return target;
  }
  const halflsb_target* const portable = portable_counterpart(target);
  target.requantize = portable == nullptr ? nullptr : portable->requantize;
  target.conv2d = portable == nullptr ? nullptr : portable->conv2d;
  return target;
}

}  // namespace

extern "C" const halflsb_target* const* halflsb_targets(uint32_t abi_version, size_t* count) {
  static const std::vector<halflsb_target> targets = [] {
    std::vector<halflsb_target> all;
    size_t size = 0;
    const halflsb_target* const* seeded = halflsb::seeded::seeded_targets(&size);
    for (size_t i = 0; i < size; ++i) all.push_back(corrected(*seeded[i]));
    return all;
  }();
  static const std::vector<const halflsb_target*> pointers = [] {
    std::vector<const halflsb_target*> all;
    for (const halflsb_target& target : targets) all.push_back(&target);
    return all;
  }();
  *count = abi_version == HALFLSB_ABI_VERSION ? pointers.size() : 0;
  return pointers.data();
}
