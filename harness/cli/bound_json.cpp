#include "harness/cli/bound_json.h"

namespace halflsb::cli {
namespace {

Json text_or_null(const std::optional<Integer>& value) { return value ? Json(to_text(*value)) : Json(); }

Json at(const ErrorAt& error) {
  Json json = rational(error.value);
  json["accumulator"] = to_text(error.accumulator);
  return json;
}

}  // namespace

Json to_json(const Interval& interval) { return {{"lo", to_text(interval.lo)}, {"hi", to_text(interval.hi)}}; }

Json output_json(const std::optional<Interval>& output) {
  if (!output) return nullptr;
  return {{"lo", number(output->lo)}, {"hi", number(output->hi)}};
}

Json to_json(const Overflow& overflow) {
  Json safe;
  if (overflow.zero_is_safe) safe = {{"lo", text_or_null(overflow.safe_lo)}, {"hi", text_or_null(overflow.safe_hi)}};
  return {{"possible", overflow.possible},
          {"step", overflow.possible ? Json(overflow.step) : Json()},
          {"witness", text_or_null(overflow.witness)},
          {"safe_accumulator", std::move(safe)},
          {"headroom_bits", overflow.headroom_bits ? number(*overflow.headroom_bits) : Json()}};
}

Json to_json(const Extremes& extremes, const Rational& mean) {
  return {{"max", at(extremes.max)},
          {"min", at(extremes.min)},
          {"max_abs", at(max_abs(extremes))},
          {"mean", rational(mean)}};
}

Json unsaturated_json(const std::optional<Unsaturated>& unsaturated) {
  if (!unsaturated) return nullptr;
  return {{"lo", to_text(unsaturated->lo)},
          {"hi", to_text(unsaturated->hi)},
          {"of", to_text(Integer(unsaturated->hi - unsaturated->lo + 1))},
          {"misrounded", text_or_null(unsaturated->misrounded)},
          {"mean", rational(unsaturated->mean)}};
}

Json parameters_json(const Parameters& parameters, const Integer& zero_point) {
  Json json = to_json(parameters);
  json["zero_point"] = number(zero_point);
  return json;
}

}  // namespace halflsb::cli
