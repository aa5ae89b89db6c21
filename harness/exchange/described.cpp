#include "harness/exchange/described.h"

#include <algorithm>

#include "harness/problem/shift_limits.h"
#include "targets/abi/describe.h"
#include "targets/portable/domains.h"

namespace halflsb {

halflsb_target described(const std::string& kind, const Recipe& scheme) {
  const bool conv = kind == "conv2d";
  // `ideal` takes any factor: the ranges of the Q31 forms are not looked at.
  const halflsb_domain domain = scheme.name == "glow"
                                    ? (conv ? portable::conv2d_glow_domain(true) : portable::requantize_glow_domain())
                                    : (conv ? portable::conv2d_q31_domain() : portable::requantize_q31_domain());
  halflsb_target target = described_target("elsewhere", scheme.name.data(), HALFLSB_ISA_NONE, domain);  // a literal
  target.kind = conv ? "conv2d" : "requantize";
  target.domain.shift.max = std::min(target.domain.shift.max, shift_limits(scheme).second);
  return target;
}

}  // namespace halflsb
