#include "harness/exchange/described.h"

#include <algorithm>

#include "targets/portable/domains.h"

namespace halflsb {

halflsb_target described(const std::string& kind, const Recipe& scheme) {
  const bool conv = kind == "conv2d";
  halflsb_target target{};
  target.struct_size = sizeof target;
  target.abi_version = HALFLSB_ABI_VERSION;
  target.name = "elsewhere";
  target.kind = conv ? "conv2d" : "requantize";
  target.scheme = scheme.name.data();  // a literal
  if (scheme.name == "glow") {
    target.domain = conv ? portable::conv2d_glow_domain(true) : portable::requantize_glow_domain();
  } else {  // `ideal` takes any factor: the ranges of the Q31 forms are not looked at
    target.domain = conv ? portable::conv2d_q31_domain() : portable::requantize_q31_domain();
  }
  for (const ParameterField& field : scheme.fields) {
    if (field.name != "shift") continue;
    target.domain.shift.max = std::min(target.domain.shift.max, field.range.hi.convert_to<std::int64_t>());
  }
  return target;
}

}  // namespace halflsb
