#include "harness/certificate/checker_question.h"

namespace halflsb::checker {
namespace {

constexpr int kMostHeadroom = 1 << 14;

Range read_range(const Json& object, const char* key) {
  const Json& range = object.at(key);
  expect_keys(range, {"lo", "hi"});
  return {integer(range, "lo"), integer(range, "hi")};
}

}  // namespace

Question read_question(const Json& json) {
  expect_keys(json, {"scheme", "parameters", "steps", "factor", "zero_point", "real_offset", "accumulator", "output"});
  Question q;
  q.steps = read_steps(array(json, "steps"));
  q.accumulator = read_range(json, "accumulator");
  expect(q.accumulator.lo <= q.accumulator.hi, "accumulator: lo <= hi");
  const Integer zero_point = integer(json, "zero_point");
  if (const Json& parameters = json.at("parameters"); json.at("scheme").is_null() && parameters.is_null()) {
    q.name = "the listed steps";
  } else {
    q.name = text(json, "scheme");
    expect(!q.steps.empty() && published_steps(q.name, parameters, zero_point, q.steps[0].width) == q.steps,
           "the steps are those of " + q.name);
    for (const auto& [key, value] : parameters.items()) q.name += " " + key + "=" + value.get<std::string>();
  }
  const Rational factor = rational(json, "factor"), at_zero = Rational(zero_point) + rational(json, "real_offset");
  q.unit = denominator(factor) * denominator(at_zero);
  q.slope = numerator(factor) * denominator(at_zero);
  q.at_zero = numerator(at_zero) * denominator(factor);
  q.clamped_steps = q.steps;
  if (!json.at("output").is_null()) {
    q.output = read_range(json, "output");
    expect(q.output->lo <= q.output->hi, "output: lo <= hi");
    q.clamped_steps.push_back({"clamp", 1, 0, 1, Rounding::down, 1, true, q.output->lo, q.output->hi});
  }
  return q;
}

// Lemma: real(N) is monotone, so that where both ends lie beyond a rail, or neither does, all N between them do.
Line line_between(const Question& q, const Integer& lo, const Integer& hi) {
  const Line linear{-q.slope, -q.at_zero, q.output.has_value()};
  if (!q.output) return linear;
  const Integer at_lo = q.slope * lo + q.at_zero, at_hi = q.slope * hi + q.at_zero;
  const Integer bottom = q.unit * q.output->lo, top = q.unit * q.output->hi;
  if (at_lo < bottom && at_hi < bottom) return {0, -bottom, false};
  if (at_lo > top && at_hi > top) return {0, -top, false};
  expect(std::min(at_lo, at_hi) >= bottom && std::max(at_lo, at_hi) <= top,
         "the real value leaves the output range within");
  return linear;
}

// Every step is monotone, so that the N on which none overflows are an interval.
void check_overflow(const Question& q, const Json& claim) {
  expect_keys(claim, {"possible", "step", "witness", "safe_accumulator", "headroom_bits"});
  const auto safe = [&](const Integer& n) { return !first_overflow(q.steps, {n}); };
  const Integer &lo = q.accumulator.lo, &hi = q.accumulator.hi;
  const bool possible = boolean(claim, "possible");
  if (possible) {
    const Integer n = integer(claim, "witness");
    expect(lo <= n && n <= hi, "the overflow's witness is in the range");
    const auto first = first_overflow(q.steps, {n});
    expect(first && q.steps[*first].name == text(claim, "step"), "that step is the first to overflow at the witness");
    const Integer from = std::max(lo, Integer(1 - abs(n))), to = std::min(hi, Integer(abs(n) - 1));
    expect(from > to || (safe(from) && safe(to)), "no N nearer to 0 overflows");
    expect(n >= 0 || -n > hi || safe(-n), "the positive N of that size does not overflow");
  } else {
    expect(claim.at("witness").is_null() && claim.at("step").is_null(), "no witness without overflow");
    expect(safe(lo) && safe(hi), "no step overflows in the range");
  }
  const bool zero_is_safe = safe(0);
  expect(claim.at("safe_accumulator").is_null() != zero_is_safe, "safe_accumulator is null if N = 0 overflows");
  bool limited = false;
  if (zero_is_safe) {
    expect_keys(claim.at("safe_accumulator"), {"lo", "hi"});
    for (const int side : {-1, 1}) {
      const auto end = integer_or_null(claim.at("safe_accumulator"), side < 0 ? "lo" : "hi");
      if (!end) {
        expect(!first_overflow(q.steps, {0, side}), "no N is too far from 0");
        continue;
      }
      expect(*end * side >= 0 && safe(*end) && !safe(*end + side), "the safe accumulators end there");
      limited = limited || (side < 0 ? lo < 0 : hi > 0);
    }
  }
  const auto bits = integer_or_null(claim, "headroom_bits");
  expect(bits.has_value() == (!possible && limited), "headroom_bits is null if there is overflow or no limit");
  if (!bits) return;
  expect(*bits >= 0 && *bits <= kMostHeadroom, "headroom_bits has a possible value");
  const auto fits = [&](unsigned shift) {
    return safe(lo * (Integer(1) << shift)) && safe(hi * (Integer(1) << shift));
  };
  expect(fits(static_cast<unsigned>(*bits)) && !fits(static_cast<unsigned>(*bits) + 1), "headroom_bits is the largest");
}

}  // namespace halflsb::checker
