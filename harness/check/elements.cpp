#include "harness/check/elements.h"

#include <cstring>

#include "reference/exact/avx2.h"

namespace halflsb {
namespace {

template <class Narrow, class Wide>
void narrow_plain(std::uint8_t* bytes, const Wide* values, std::size_t first, std::size_t count) {
  for (std::size_t i = first; i < count; ++i) {
    const auto value = static_cast<Narrow>(values[i]);
    std::memcpy(bytes + i * sizeof value, &value, sizeof value);
  }
}

// These return how many values were done: what is left does not fill a vector.
#if defined(__x86_64__)

// Packing saturates: the bits that are to go are cleared first.
HALFLSB_AVX2 std::size_t words_to_bytes(std::uint8_t* bytes, const std::int16_t* values, std::size_t count) {
  const __m256i low = _mm256_set1_epi16(0xFF);
  std::size_t i = 0;
  for (; count - i >= 32; i += 32) {
    const __m256i packed = _mm256_packus_epi16(_mm256_and_si256(load_256(values + i), low),
                                               _mm256_and_si256(load_256(values + i + 16), low));
    store_256(bytes + i, _mm256_permute4x64_epi64(packed, _MM_SHUFFLE(3, 1, 2, 0)));
  }
  return i;
}

HALFLSB_AVX2 std::size_t ints_to_words(std::uint8_t* bytes, const std::int32_t* values, std::size_t count) {
  const __m256i low = _mm256_set1_epi32(0xFFFF);
  std::size_t i = 0;
  for (; count - i >= 16; i += 16) {
    const __m256i packed = _mm256_packus_epi32(_mm256_and_si256(load_256(values + i), low),
                                               _mm256_and_si256(load_256(values + i + 8), low));
    store_256(bytes + 2 * i, _mm256_permute4x64_epi64(packed, _MM_SHUFFLE(3, 1, 2, 0)));
  }
  return i;
}

HALFLSB_AVX2 std::size_t ints_to_bytes(std::uint8_t* bytes, const std::int32_t* values, std::size_t count) {
  const __m256i low = _mm256_set1_epi32(0xFF);
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  std::size_t i = 0;
  for (; count - i >= 32; i += 32) {
    __m256i x[4];
    for (std::size_t k = 0; k < 4; ++k) x[k] = _mm256_and_si256(load_256(values + i + 8 * k), low);
    const __m256i packed = _mm256_packus_epi16(_mm256_packus_epi32(x[0], x[1]), _mm256_packus_epi32(x[2], x[3]));
    store_256(bytes + i, _mm256_permutevar8x32_epi32(packed, order));
  }
  return i;
}

#else

std::size_t words_to_bytes(std::uint8_t*, const std::int16_t*, std::size_t) { return 0; }
std::size_t ints_to_words(std::uint8_t*, const std::int32_t*, std::size_t) { return 0; }
std::size_t ints_to_bytes(std::uint8_t*, const std::int32_t*, std::size_t) { return 0; }

#endif

template <class T>
std::vector<std::int32_t> widened_from(const std::uint8_t* bytes, std::size_t count) {
  std::vector<std::int32_t> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    T value{};
    std::memcpy(&value, bytes + i * sizeof value, sizeof value);
    values[i] = value;
  }
  return values;
}

}  // namespace

void narrow_to(std::vector<std::uint8_t>& bytes, const std::vector<std::int16_t>& values) {
  bytes.resize(values.size());
  const std::size_t done = has_avx2() ? words_to_bytes(bytes.data(), values.data(), values.size()) : 0;
  narrow_plain<std::uint8_t>(bytes.data(), values.data(), done, values.size());
}

void narrow_to(std::vector<std::uint8_t>& bytes, const std::vector<std::int32_t>& values, ElementType type) {
  const auto width = static_cast<std::size_t>(info(type).bytes);
  bytes.resize(values.size() * width);
  if (values.empty()) return;
  if (width == 4) {
    std::memcpy(bytes.data(), values.data(), bytes.size());
  } else if (width == 2) {
    const std::size_t done = has_avx2() ? ints_to_words(bytes.data(), values.data(), values.size()) : 0;
    narrow_plain<std::uint16_t>(bytes.data(), values.data(), done, values.size());
  } else {
    const std::size_t done = has_avx2() ? ints_to_bytes(bytes.data(), values.data(), values.size()) : 0;
    narrow_plain<std::uint8_t>(bytes.data(), values.data(), done, values.size());
  }
}

std::vector<std::int32_t> widened(const std::uint8_t* bytes, std::size_t count, ElementType type) {
  switch (type) {
    case ElementType::i8: return widened_from<std::int8_t>(bytes, count);
    case ElementType::u8: return widened_from<std::uint8_t>(bytes, count);
    case ElementType::i16: return widened_from<std::int16_t>(bytes, count);
    case ElementType::i32: return widened_from<std::int32_t>(bytes, count);
  }
  return {};
}

}  // namespace halflsb
