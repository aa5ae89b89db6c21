// Whether this machine runs the AVX2 kernels.
#pragma once

namespace halflsb::portable {

inline bool has_avx2() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0;
#else
  return false;
#endif
}

}  // namespace halflsb::portable
