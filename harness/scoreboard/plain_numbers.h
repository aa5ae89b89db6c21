// Where the baselines of a scoreboard get their numbers from: how people draw them today. One object draws one problem.
#pragma once

#include <cstdint>
#include <memory>

#include "reference/conv/element_type.h"
#include "reference/exact/integer.h"

namespace halflsb {

class PlainNumbers {
 public:
  virtual ~PlainNumbers() = default;
  virtual std::int64_t integer(std::int64_t lo, std::int64_t hi) = 0;  // inclusive: sizes, parameters, zero points
  virtual std::int32_t accumulator() = 0;
  virtual std::int64_t value(ElementType type) = 0;  // of a tensor
  virtual Rational factor() = 0;
  // Do parameters come from the recipe of a drawn factor, or each from its own range?
  [[nodiscard]] virtual bool derives() const { return false; }
};

// Every value of a range is as likely.
[[nodiscard]] std::unique_ptr<PlainNumbers> uniform_numbers(std::uint64_t seed);

// RapidCheck's own arbitrary<T>() and inRange(), whose sizes grow from 0 to 100 over a hundred problems, and again.
[[nodiscard]] std::unique_ptr<PlainNumbers> rapidcheck_numbers(std::uint64_t seed, std::uint64_t index);

// As benchdnn fills its tensors: s8 in [-4, 4], u8 in [0, 8], scales 2^-2 to 2^2. Accumulators are what such values sum up to.
[[nodiscard]] std::unique_ptr<PlainNumbers> small_numbers(std::uint64_t seed);

}  // namespace halflsb
