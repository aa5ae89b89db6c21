// The one source of randomness: SplitMix64. A seed gives the same sequence on every machine and every standard library.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "harness/generate/ingredients.h"

namespace halflsb {

class Random {
 public:
  explicit Random(std::uint64_t seed, const Ingredients& use = {}) : state_(seed), use_(use) {}

  [[nodiscard]] const Ingredients& use() const { return use_; }

  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  // Uniform in [lo, hi]. The bias of the reduction is below 2^-32 for ranges below 2^32.
  std::int64_t between(std::int64_t lo, std::int64_t hi) {
    const auto span = static_cast<std::uint64_t>(hi) - static_cast<std::uint64_t>(lo) + 1;
    const std::uint64_t offset = span == 0 ? bits() : bits() % span;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(lo) + offset);
  }

  // True once in n.
  bool one_in(std::int64_t n) { return between(1, n) == 1; }

  template <class T>
  T pick(std::initializer_list<T> items) {
    return items.begin()[between(0, static_cast<std::int64_t>(items.size()) - 1)];
  }

 private:
  std::uint64_t state_;
  Ingredients use_;
};

}  // namespace halflsb
