// For kernels in C++: the fields of a halflsb_target that every description sets, and the list that a registry hands out.
#pragma once

#include <array>
#include <cstddef>

#include "targets/abi/target.h"

namespace halflsb {

constexpr halflsb_target described_target(const char* name, const char* scheme, uint32_t isa,
                                          const halflsb_domain& domain) {
  halflsb_target t{};
  t.struct_size = sizeof t;
  t.abi_version = HALFLSB_ABI_VERSION;
  t.name = name;
  t.scheme = scheme;
  t.isa = isa;
  t.domain = domain;
  t.domain.struct_size = sizeof t.domain;
  return t;
}

constexpr halflsb_target requantize_target(const char* name, const char* scheme, uint32_t isa,
                                           int (*kernel)(const halflsb_requantize_args*),
                                           const halflsb_domain& domain) {
  halflsb_target t = described_target(name, scheme, isa, domain);
  t.kind = "requantize";
  t.requantize = kernel;
  return t;
}

constexpr halflsb_target conv2d_target(const char* name, const char* scheme, uint32_t isa,
                                       int (*kernel)(const halflsb_conv2d_args*), const halflsb_domain& domain) {
  halflsb_target t = described_target(name, scheme, isa, domain);
  t.kind = "conv2d";
  t.conv2d = kernel;
  return t;
}

// Pointers to targets that live for the whole program.
template <size_t n>
constexpr std::array<const halflsb_target*, n> pointers_to(const std::array<halflsb_target, n>& targets) {
  std::array<const halflsb_target*, n> pointers{};
  for (size_t i = 0; i < n; ++i) pointers[i] = &targets[i];
  return pointers;
}

}  // namespace halflsb
