// AVX2 for the few loops that evaluate whole arrays: a function marked HALFLSB_AVX2 may use its intrinsics and may be
// called where has_avx2() holds. Each has a plain twin beside it, which runs elsewhere and which tests hold it against.
#pragma once

#if defined(__x86_64__)

#include <immintrin.h>

#define HALFLSB_AVX2 __attribute__((target("avx2")))
#define HALFLSB_AVX2_INLINE __attribute__((target("avx2"), always_inline)) inline

namespace halflsb {

[[nodiscard]] inline bool has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2") != 0;
  return has;
}

HALFLSB_AVX2_INLINE __m256i load_256(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }
HALFLSB_AVX2_INLINE void store_256(void* to, __m256i value) { _mm256_storeu_si256(static_cast<__m256i*>(to), value); }

}  // namespace halflsb

#else

namespace halflsb {

[[nodiscard]] constexpr bool has_avx2() { return false; }

}  // namespace halflsb

#endif
