// The exact error of a scheme over a range of accumulators, in the time of a few hundred evaluations at most.
#pragma once

#include <optional>
#include <string_view>

#include "reference/bound/overflow.h"
#include "reference/bound/question.h"

namespace halflsb {

struct ErrorAt {
  Rational value;       // LSB
  Integer accumulator;  // of smallest |N| that attains it, on equal |N| the positive one
};

struct Extremes {
  ErrorAt max, min;
};

// The same before anything is brought to lowest terms, which takes longer than the proof: e = scaled / unit.
struct ScaledErrorAt {
  Integer scaled, accumulator;
};
struct ScaledExtremes {
  Integer unit;
  ScaledErrorAt max, min;
};

// The one of larger |e|; on a tie the one of smaller |N|, then the positive one. Its value is |e|.
[[nodiscard]] ErrorAt max_abs(const Extremes& extremes);

struct Unsaturated {  // the N with qmin <= real(N) <= qmax
  Integer lo, hi;
  Rational mean;
  std::optional<Integer> misrounded;
};

struct ErrorBound {
  Extremes extremes;
  Rational mean;
  std::optional<Integer> misrounded;       // of hi - lo + 1; unset where it was not asked for
  std::optional<Unsaturated> unsaturated;  // unset without an output range, and where there is no such N
};

// Attained bounds, by the normal form. Empty where the scheme has none.
[[nodiscard]] std::optional<ScaledExtremes> scaled_extremes(const Question& question);
[[nodiscard]] std::optional<Extremes> error_extremes(const Question& question);
[[nodiscard]] std::optional<ErrorBound> error_bound(const Question& question, bool count_misrounded = true);

enum class Method { analytic, levels, sweep, sampled };
[[nodiscard]] std::string_view name_of(Method method);

struct Proof {
  ErrorBound error;
  Overflow overflow;
  Method method = Method::analytic;
};

// By the normal form, or by levels where there is none. Empty where the range has too many outputs for that as well.
[[nodiscard]] std::optional<Proof> prove(const Question& question);

}  // namespace halflsb
