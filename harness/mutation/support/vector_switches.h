// The switches in AVX2 code: an intrinsic and the one that it is mistaken for.
#pragma once

#include <immintrin.h>

#define HALFLSB_VECTOR_SWITCH __attribute__((target("avx2"), always_inline)) inline

namespace halflsb_mutation {

// What an intrinsic's last argument is, and what it becomes: both must be literals.
template <int original, int changed>
struct Immediate {};

#define HALFLSB_TWO(prefix, Vector, name, changed)                \
  template <int id>                                               \
  HALFLSB_VECTOR_SWITCH Vector prefix##name(Vector a, Vector b) { \
    return on<id>() ? changed : _##prefix##name(a, b);            \
  }
#define HALFLSB_SWAP(prefix, Vector, name, other)           \
  HALFLSB_TWO(prefix, Vector, name, _##prefix##other(a, b)) \
  HALFLSB_TWO(prefix, Vector, other, _##prefix##name(a, b))

HALFLSB_SWAP(mm256_, __m256i, add_epi16, sub_epi16)
HALFLSB_SWAP(mm256_, __m256i, add_epi32, sub_epi32)
HALFLSB_SWAP(mm256_, __m256i, add_epi64, sub_epi64)
HALFLSB_SWAP(mm256_, __m256i, mul_epi32, mul_epu32)
HALFLSB_SWAP(mm256_, __m256i, unpacklo_epi16, unpackhi_epi16)
HALFLSB_SWAP(mm256_, __m256i, unpacklo_epi32, unpackhi_epi32)
HALFLSB_SWAP(mm256_, __m256i, unpacklo_epi64, unpackhi_epi64)
HALFLSB_SWAP(mm_, __m128i, add_epi32, sub_epi32)
HALFLSB_SWAP(mm_, __m128i, packs_epi16, packus_epi16)
HALFLSB_TWO(mm_, __m128i, packs_epi32, _mm_packus_epi32(a, b))
HALFLSB_TWO(mm256_, __m256i, cmpgt_epi64, _mm256_or_si256(_mm256_cmpgt_epi64(a, b), _mm256_cmpeq_epi64(a, b)))
HALFLSB_TWO(mm256_, __m256i, srlv_epi64, _mm256_srlv_epi64(a, _mm256_add_epi64(b, _mm256_set1_epi64x(1))))
HALFLSB_TWO(mm256_, __m256i, sllv_epi64, _mm256_sllv_epi64(a, _mm256_add_epi64(b, _mm256_set1_epi64x(1))))
HALFLSB_TWO(mm_, __m128i, srav_epi32, _mm_srav_epi32(a, _mm_add_epi32(b, _mm_set1_epi32(1))))
HALFLSB_TWO(mm256_, __m256i, srav_epi32, _mm256_srav_epi32(a, _mm256_add_epi32(b, _mm256_set1_epi32(1))))
#undef HALFLSB_SWAP
#undef HALFLSB_TWO

#define HALFLSB_WIDEN_ONE(name, other)                      \
  template <int id>                                         \
  HALFLSB_VECTOR_SWITCH __m256i mm256_##name(__m128i a) {   \
    return on<id>() ? _mm256_##other(a) : _mm256_##name(a); \
  }
#define HALFLSB_WIDEN(name, other) \
  HALFLSB_WIDEN_ONE(name, other)   \
  HALFLSB_WIDEN_ONE(other, name)
HALFLSB_WIDEN(cvtepi8_epi16, cvtepu8_epi16)
HALFLSB_WIDEN(cvtepi16_epi32, cvtepu16_epi32)
HALFLSB_WIDEN(cvtepi32_epi64, cvtepu32_epi64)
#undef HALFLSB_WIDEN
#undef HALFLSB_WIDEN_ONE

#define HALFLSB_IMMEDIATE_OF_ONE(Vector, Result, prefix, name)                        \
  template <int id, int original, int changed>                                        \
  HALFLSB_VECTOR_SWITCH Result prefix##name(Vector a, Immediate<original, changed>) { \
    return on<id>() ? _##prefix##name(a, changed) : _##prefix##name(a, original);     \
  }
HALFLSB_IMMEDIATE_OF_ONE(__m256i, __m128i, mm256_, extracti128_si256)
HALFLSB_IMMEDIATE_OF_ONE(__m256i, __m256i, mm256_, slli_epi64)
HALFLSB_IMMEDIATE_OF_ONE(__m256i, __m256i, mm256_, srli_epi64)
HALFLSB_IMMEDIATE_OF_ONE(__m256i, __m256i, mm256_, shuffle_epi32)
HALFLSB_IMMEDIATE_OF_ONE(__m256i, __m256i, mm256_, permute4x64_epi64)
#undef HALFLSB_IMMEDIATE_OF_ONE

#define HALFLSB_IMMEDIATE_OF_TWO(name)                                                             \
  template <int id, int original, int changed>                                                     \
  HALFLSB_VECTOR_SWITCH __m256i mm256_##name(__m256i a, __m256i b, Immediate<original, changed>) { \
    return on<id>() ? _mm256_##name(a, b, changed) : _mm256_##name(a, b, original);                \
  }
HALFLSB_IMMEDIATE_OF_TWO(blend_epi32)
HALFLSB_IMMEDIATE_OF_TWO(permute2x128_si256)
#undef HALFLSB_IMMEDIATE_OF_TWO

}  // namespace halflsb_mutation
