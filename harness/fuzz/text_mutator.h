// Changes of text by its structure: a number to a boundary, a word dropped, doubled, moved or replaced. For the fuzz
// targets of readers, whose grammars (fields, JSON, dumps) are all made of numbers, words and punctuation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/generate/random.h"

namespace halflsb {

[[nodiscard]] std::string mutate_text(std::string_view text, Random& random);

// The beginning of one and the end of the other, cut between words.
[[nodiscard]] std::string cross_text(std::string_view a, std::string_view b, Random& random);

// The same on libFuzzer's buffers; now and then libFuzzer's own mutation of bytes.
[[nodiscard]] std::size_t mutate_text(std::uint8_t* data, std::size_t size, std::size_t max_size, std::uint64_t seed);

}  // namespace halflsb

// A reader as a libFuzzer target: `run` takes the input as a std::string.
#define HALFLSB_FUZZ_READER(run)                                                                                       \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {                                  \
    run(std::string(data, data + size));                                                                               \
    return 0;                                                                                                          \
  }                                                                                                                    \
  extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,           \
                                                 unsigned seed) {                                                      \
    return halflsb::mutate_text(data, size, max_size, seed);                                                           \
  }                                                                                                                    \
  extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* a, std::size_t a_size, const std::uint8_t* b,   \
                                                   std::size_t b_size, std::uint8_t* out, std::size_t max_size,        \
                                                   unsigned seed) {                                                    \
    halflsb::Random random(seed);                                                                                      \
    const auto text = [](const std::uint8_t* from, std::size_t size) { return std::string(from, from + size); };       \
    return halflsb::cross_text(text(a, a_size), text(b, b_size), random).copy(reinterpret_cast<char*>(out), max_size); \
  }
