// The flags that name one requantization: --scheme and its parameters or a factor, --acc, --zero-point, --output, --width.
#pragma once

#include <optional>
#include <string>

#include "harness/cli/command.h"
#include "reference/bound/question.h"
#include "reference/scheme/recipe.h"

namespace halflsb::cli {

inline constexpr const char* kAccumulatorRange = "LO:HI, inclusive, the accumulators asked about (-2^31:2^31-1)";

// As typed; empty where not given.
struct SchemeFlags {
  std::string scheme, pre, scale, post, multiplier, shift, rounding, factor, scales, effective_scale;
  std::string acc, zero_point, output, width;

  void add_to(CommandLine& app, const char* acc_help = kAccumulatorRange);
};

// As meant.
struct SchemeQuery {
  const Recipe* recipe = nullptr;
  Parameters parameters;
  Rational factor;
  Integer zero_point;
  std::optional<Interval> output;  // empty: --output none
  int width = kDefaultWidth;

  [[nodiscard]] Scheme scheme() const { return recipe->steps(parameters, zero_point, width); }
  [[nodiscard]] Question over(const Interval& accumulator) const {
    return {scheme(), factor, zero_point, accumulator, output};
  }
};

// Parameters as given, or derived from the factor by the scheme's own recipe where none is given. Does not read --acc.
[[nodiscard]] Result<SchemeQuery> resolve(const SchemeFlags& flags);

// --acc as a range; -2^31:2^31-1 where it is not given.
[[nodiscard]] Result<Interval> accumulator_range(const SchemeFlags& flags);

}  // namespace halflsb::cli
