// What every call of an XNNPACK operator shares: arguments in its types, and create, set up, run, delete.
#pragma once

#include <cstddef>
#include <cstdint>

#include "targets/abi/target.h"
#include "targets/external/xnnpack_library.h"

namespace halflsb::external {

inline size_t of(int32_t size) { return static_cast<size_t>(size); }
inline uint32_t bits(int32_t size) { return static_cast<uint32_t>(size); }

// The requantization scale is input scale * kernel scale / output scale in float32: with the factor as the kernel's, it is the factor.
inline float factor(const halflsb_rescale& rescale) { return static_cast<float>(rescale.factor); }

// `op` as its creation left it. What cannot be created is what the library refuses.
template <class SetUp>
int run_once(const Xnnpack& library, xnn_status created, const xnn_operator_t& op, const SetUp& set_up) {
  if (created != xnn_status_success) return HALFLSB_UNSUPPORTED;
  const bool done = set_up() == xnn_status_success && library.run_operator(op, nullptr) == xnn_status_success;
  library.delete_operator(op);
  return done ? HALFLSB_OK : HALFLSB_FAILED;
}

}  // namespace halflsb::external
