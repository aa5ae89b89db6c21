#include "reference/bound/prove.h"

#include <array>

#include "reference/bound/arithmetic.h"
#include "reference/bound/levels.h"
#include "reference/bound/misrounded.h"

namespace halflsb {
namespace {

template <class Int>
ScaledExtremes extremes_on(const Ground<Int>& ground) {
  Best<Int> highest(1), lowest(-1);
  ground.each_part([&](const Piece<Int>& piece, const Zone<Int>& zone) {
    offer_extreme<Int>(piece, zone.scaled_error, 1, highest);
    offer_extreme<Int>(piece, zone.scaled_error, -1, lowest);
  });
  return {to_integer(ground.unit),
          {to_integer(highest.value()), to_integer(highest.n())},
          {to_integer(lowest.value()), to_integer(lowest.n())}};
}

Extremes in_lowest_terms(const ScaledExtremes& scaled) {
  return {{Rational(scaled.max.scaled, scaled.unit), scaled.max.accumulator},
          {Rational(scaled.min.scaled, scaled.unit), scaled.min.accumulator}};
}

// The sum of N over [lo, hi].
template <class Int>
Int sum_of_n(const Int& lo, const Int& hi) {
  return Int((lo + hi) * (hi - lo + Int(1)) / Int(2));
}

// The scaled errors of a zone, summed and counted.
template <class Int>
struct Total {
  Int scaled_sum = 0;
  Misrounded<Int> misrounded;
};

template <class Int>
Total<Int> total_of(const Piece<Int>& piece, const Objective<Int>& e, bool count_misrounded) {
  Total<Int> total;
  const Int count = Int(piece.hi - piece.lo + Int(1));
  total.scaled_sum = Int(e.a * sum_of_n<Int>(piece.lo, piece.hi) + e.b * sum_of_values<Int>(piece) + e.k * count);
  if (count_misrounded) total.misrounded = misrounded_in<Int>(piece, e);
  return total;
}

template <class Int>
ErrorBound bound_on(const Ground<Int>& ground, const Question& question, bool count_misrounded) {
  ErrorBound bound;
  bound.extremes = in_lowest_terms(extremes_on<Int>(ground));
  Int sum = 0, misrounded = 0, unsaturated_sum = 0, unsaturated_misrounded = 0;
  ground.each_part([&](const Piece<Int>& piece, const Zone<Int>& zone) {
    const Total<Int> total = total_of<Int>(piece, zone.scaled_error, count_misrounded);
    sum += total.scaled_sum;
    misrounded += total.misrounded.count();
    if (!zone.unsaturated) return;
    unsaturated_sum += total.scaled_sum;
    unsaturated_misrounded += total.misrounded.count();
  });
  const Integer den = to_integer(ground.unit);
  const auto mean = [&](const Int& scaled_sum, const Integer& lo, const Integer& hi) {
    return Rational(to_integer(scaled_sum), Integer(den * (hi - lo + 1)));
  };
  bound.mean = mean(sum, question.accumulator.lo, question.accumulator.hi);
  if (count_misrounded) bound.misrounded = to_integer(misrounded);
  for (const Zone<Int>& zone : ground.zones) {
    if (!zone.unsaturated) continue;
    bound.unsaturated = Unsaturated{to_integer(zone.lo), to_integer(zone.hi), {}, {}};
    bound.unsaturated->mean = mean(unsaturated_sum, bound.unsaturated->lo, bound.unsaturated->hi);
    if (count_misrounded) bound.unsaturated->misrounded = to_integer(unsaturated_misrounded);
  }
  return bound;
}

}  // namespace

ErrorAt max_abs(const Extremes& extremes) {
  const ErrorAt max{abs(extremes.max.value), extremes.max.accumulator};
  const ErrorAt min{abs(extremes.min.value), extremes.min.accumulator};
  if (max.value != min.value) return max.value > min.value ? max : min;
  const Integer size_max = abs(max.accumulator), size_min = abs(min.accumulator);
  if (size_max != size_min) return size_max < size_min ? max : min;
  return max.accumulator > 0 ? max : min;
}

std::optional<ScaledExtremes> scaled_extremes(const Question& question) {
  return in_arithmetic(question.arithmetic, [&]<class Int>(Int) -> std::optional<ScaledExtremes> {
    const auto ground = ground_of<Int>(question);
    if (!ground) return std::nullopt;
    return extremes_on<Int>(*ground);
  });
}

std::optional<Extremes> error_extremes(const Question& question) {
  const auto scaled = scaled_extremes(question);
  if (!scaled) return std::nullopt;
  return in_lowest_terms(*scaled);
}

std::optional<ErrorBound> error_bound(const Question& question, bool count_misrounded) {
  return in_arithmetic(question.arithmetic, [&]<class Int>(Int) -> std::optional<ErrorBound> {
    const auto ground = ground_of<Int>(question);
    if (!ground) return std::nullopt;
    return bound_on<Int>(*ground, question, count_misrounded);
  });
}

std::string_view name_of(Method method) {
  constexpr std::array<std::string_view, 4> kNames{"analytic", "levels", "sweep", "sampled"};
  return kNames[static_cast<std::size_t>(method)];
}

std::optional<Proof> prove(const Question& question) {
  Method method = Method::analytic;
  auto error = error_bound(question);
  if (!error) {
    method = Method::levels;
    error = error_bound_by_levels(question, Thresholds::closed_form);
  }
  if (!error) return std::nullopt;
  return Proof{*std::move(error), overflow_of(question.scheme, question.accumulator, question.arithmetic), method};
}

}  // namespace halflsb
