#include "reference/bound/ground.h"

namespace halflsb {

template <class Int>
std::vector<Zone<Int>> zones_of(const Question& question) {
  const Int den = as<Int>(question.unit());
  Int num = as<Int>(numerator(question.factor));          // unit * factor
  Int at_zero = Int(as<Int>(question.zero_point) * den);  // unit * real(0)
  if (!question.offset.is_zero()) {
    num *= den / as<Int>(denominator(question.factor));
    at_zero += as<Int>(numerator(question.offset)) * (den / as<Int>(denominator(question.offset)));
  }
  const Int lo = as<Int>(question.accumulator.lo);
  const Int hi = as<Int>(question.accumulator.hi);
  const Objective<Int> linear{Int(-num), den, Int(-at_zero)};
  if (!question.output) return {{lo, hi, linear, false}};
  const Int bottom = as<Int>(question.output->lo);
  const Int top = as<Int>(question.output->hi);
  const auto at_rail = [&](const Int& rail) { return Objective<Int>{Int(0), den, Int(-den * rail)}; };
  const Int to_bottom = Int(bottom * den - at_zero);  // real(N) >= bottom where num * N >= this
  const Int to_top = Int(top * den - at_zero);
  if (num == 0) {
    if (to_bottom <= 0 && to_top >= 0) return {{lo, hi, linear, true}};
    return {{lo, hi, at_rail(to_bottom > 0 ? bottom : top), false}};
  }
  // Lemma B12: real(N) is monotone, so the unsaturated N are an interval; below and above it the clamped real value is a rail.
  const bool rising = num > 0;
  const Int first = rising ? ceil_div<Int>(to_bottom, num) : ceil_div<Int>(Int(-to_top), Int(-num));
  const Int last = rising ? floor_div<Int>(to_top, num) : floor_div<Int>(Int(-to_bottom), Int(-num));
  std::vector<Zone<Int>> zones;
  zones.reserve(3);
  // Between two neighbours real(N) may pass over the whole output range: then first = last + 1.
  const auto push = [&](Int from, Int to, const Objective<Int>& scaled_error, bool unsaturated) {
    if (from < lo) from = lo;
    if (to > hi) to = hi;
    if (from <= to) zones.push_back({from, to, scaled_error, unsaturated});
  };
  push(lo, Int(first - Int(1)), at_rail(rising ? bottom : top), false);
  push(first, last, linear, true);
  push(Int(last + Int(1)), hi, at_rail(rising ? top : bottom), false);
  return zones;
}

template <class Int>
std::optional<Ground<Int>> ground_of(const Question& question) {
  auto pieces = normal_form<Int>(bound_steps<Int>(question.scheme), as<Int>(question.accumulator.lo),
                                 as<Int>(question.accumulator.hi));
  if (!pieces) return std::nullopt;
  if (question.output) saturate<Int>(*pieces, as<Int>(question.output->lo), as<Int>(question.output->hi));
  return Ground<Int>{as<Int>(question.unit()), *std::move(pieces), zones_of<Int>(question)};
}

#define HALFLSB_INSTANTIATE(Int)                                      \
  template std::vector<Zone<Int>> zones_of(const Question& question); \
  template std::optional<Ground<Int>> ground_of(const Question& question);
HALFLSB_INSTANTIATE(Checked)
HALFLSB_INSTANTIATE(Integer)
#undef HALFLSB_INSTANTIATE

}  // namespace halflsb
