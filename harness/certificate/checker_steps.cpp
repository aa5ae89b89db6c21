#include "harness/certificate/checker_steps.h"

#include <array>
#include <map>

namespace halflsb::checker {
namespace {

constexpr std::array kRoundings{"ties_to_even", "ties_away", "ties_up", "toward_zero", "down", "up"};
constexpr int kMostSteps = 32;
constexpr int kMostBits = 1024;  // of a register

Integer power(int exponent) { return Integer(1) << exponent; }

Rounding read_rounding(const Json& object, const char* key) {
  const std::string name = text(object, key);
  for (std::size_t i = 0; i < kRoundings.size(); ++i) {
    if (name == kRoundings[i]) return static_cast<Rounding>(i);
  }
  throw Unreadable{"\"" + name + "\" is not a rounding mode"};
}

int read_int(const Json& object, const char* key, int lo, int hi) {
  const Integer value = integer(object, key);
  if (value >= lo && value <= hi) return static_cast<int>(value);
  throw Unreadable{std::string("\"") + key + "\" is outside of " + std::to_string(lo) + " to " + std::to_string(hi)};
}

Step with_register(Step step, int width) {
  step.width = width;
  if (width > 0) {
    step.hi = power(width - 1) - 1;
    step.lo = -step.hi - 1;
  }
  return step;
}

// round(value / divisor)
Integer rounded(const Integer& value, const Integer& divisor, Rounding mode) {
  const Integer floor = floor_quotient(value, divisor);
  const Integer rest = value - floor * divisor;
  if (rest == 0) return floor;
  const int side = Integer(2 * rest).compare(divisor);  // of the middle
  const auto up = [&] {
    switch (mode) {
      case Rounding::ties_to_even: return side > 0 || (side == 0 && floor % 2 != 0);
      case Rounding::ties_away: return side > 0 || (side == 0 && value > 0);
      case Rounding::ties_up: return side >= 0;
      case Rounding::toward_zero: return value < 0;
      case Rounding::down: return false;
      case Rounding::up: return true;
    }
    return false;
  };
  return up() ? Integer(floor + 1) : floor;
}

Integer before_saturation(const Step& step, const Integer& value) {
  return rounded(value * step.multiplier + step.addend, step.divisor, step.rounding);
}

Integer after(const Step& step, const Integer& value) {
  Integer result = before_saturation(step, value);
  if (!step.saturating) return result;
  return result < step.lo ? step.lo : (result > step.hi ? step.hi : result);
}

Extended after(const Step& step, const Extended& value) {
  if (value.infinite == 0 || step.multiplier == 0) return {after(step, value.finite)};
  const int sign = step.multiplier > 0 ? value.infinite : -value.infinite;
  if (step.saturating) return {sign > 0 ? step.hi : step.lo};
  return {0, sign};
}

// x -> x * multiplier + addend
void multiply(Form& form, const Integer& multiplier, const Integer& addend) {
  if (multiplier == 1) {
    form.addend += addend * form.divisor;  // floor(u / M) + k = floor((u + k*M) / M)
    return;
  }
  if (form.period != 0) throw Fails{"a product of a value with ties to even has no single floor"};
  if (form.divisor != 1) {  // floor((floor((N + h) / A) + r) / M) = floor((N + h + r*A) / (A*M))
    if (form.slope != 1) throw Fails{"a product of a rounded product has no single floor"};
    form.block_offset += form.addend * form.block;
    form.block *= form.divisor;
    form.addend = 0;
    form.divisor = 1;
  }
  form.slope *= multiplier;
  form.addend = form.addend * multiplier + addend;
}

// x = slope * q + addend -> x / d, ties to even; d even. With ties down it is floor((x + d/2 - 1) / d). A tie is an x = d/2 (mod d): it goes
// up to an even number if x = 3d/2 (mod 2d), and stays if x = d/2. The q of either are none or one residue modulo 2d / gcd(slope, 2d).
void round_to_even(Form& form, const Integer& d, const Form& proposed) {
  if (form.divisor != 1) throw Fails{"ties to even of a rounded value have no single floor"};
  const Integer both = 2 * d, common = gcd(form.slope, both), period = both / common;
  const auto is_residue = [&](const std::optional<Integer>& q, const Integer& wanted) {
    if (!q) return (wanted - form.addend) % common != 0;
    return *q >= 0 && *q < period && (form.slope * *q + form.addend - wanted) % both == 0;
  };
  if (period == 1) {  // all q are alike
    if ((form.addend - 3 * d / 2) % both == 0) form.addend += d;
  } else if (proposed.period != 0) {
    if (proposed.period != period) throw Fails{"the period of the ties is " + to_text(period)};
    if (!is_residue(proposed.up, 3 * d / 2)) throw Fails{"the ties that go up are not those q"};
    if (!is_residue(proposed.down, d / 2)) throw Fails{"the ties that go down are not those q"};
    form.period = period;
    form.up = proposed.up;
    form.down = proposed.down;
  } else if (!is_residue({}, 3 * d / 2) || !is_residue({}, d / 2)) {
    throw Fails{"there are ties"};
  }
  form.addend += d / 2 - 1;
  form.divisor = d;
}

// x -> round(x / d), x of one sign where the mode asks for it: floor((x + k) / d), see rounded().
void divide(Form& form, const Step& step, bool negative, const Form& proposed) {
  const Integer &d = step.divisor, half = d / 2;
  Integer k = 0;
  if (form.period != 0) throw Fails{"a quotient of a value with ties to even has no single floor"};
  switch (step.rounding) {
    case Rounding::ties_to_even:
      if (d % 2 == 0) return round_to_even(form, d, proposed);
      k = half;
      break;
    case Rounding::ties_away: k = negative ? Integer(d - half - 1) : half; break;
    case Rounding::ties_up: k = half; break;
    case Rounding::toward_zero: k = negative ? Integer(d - 1) : Integer(0); break;
    case Rounding::down: break;
    case Rounding::up: k = d - 1; break;
  }
  form.addend += k * form.divisor;  // floor((floor(u / M) + k) / d) = floor((u + k*M) / (M*d))
  form.divisor *= d;
}

}  // namespace

Integer floor_quotient(const Integer& dividend, const Integer& divisor) {
  const Integer quotient = dividend / divisor;  // toward zero
  return dividend < 0 && quotient * divisor != dividend ? Integer(quotient - 1) : quotient;
}

Steps read_steps(const Json& list) {
  if (list.size() > kMostSteps) throw Unreadable{"more than " + std::to_string(kMostSteps) + " steps"};
  Steps steps;
  for (const Json& item : list) {
    expect_keys(item, {"step", "multiplier", "addend", "divisor", "rounding", "width", "saturating"});
    Step step{text(item, "step"),         integer(item, "multiplier"),     integer(item, "addend"),
              integer(item, "divisor"),   read_rounding(item, "rounding"), 0,
              boolean(item, "saturating")};
    if (step.divisor <= 0) throw Unreadable{"\"divisor\" is not above 0"};
    steps.push_back(with_register(step, read_int(item, "width", 0, kMostBits)));
    if (step.saturating && steps.back().width == 0) throw Unreadable{"a saturating step without a width"};
  }
  return steps;
}

Steps published_steps(const std::string& scheme, const Json& p, const Integer& zero_point, int width) {
  Steps steps;
  const auto add = [&](const char* name, int bits, const Integer& multiplier, const Integer& addend = 0,
                       const Integer& divisor = 1, Rounding rounding = Rounding::down, bool saturating = false) {
    steps.push_back(with_register({name, multiplier, addend, divisor, rounding, 0, saturating}, bits));
  };
  if (scheme == "glow") {  // (((N >> pre) * scale) + (post ? 2^(post-1) : 0)) >> post
    expect_keys(p, {"pre", "scale", "post"});
    if (width < 8 || width > 64) throw Unreadable{"glow has registers of 8 to 64 bits"};
    const int post = read_int(p, "post", 0, 255);
    add("accumulator", width, 1);
    add("pre_shift", width, 1, 0, power(read_int(p, "pre", 0, 255)));
    add("product", width, integer(p, "scale"));
    add("rounding_add", width, 1, post == 0 ? Integer(0) : power(post - 1));
    add("post_shift", width, 1, 0, power(post));
  } else if (scheme == "tflite_double_rounding" || scheme == "cmsis_nn") {
    // round(sat32(round((N << left) * multiplier / 2^31)) / 2^right); cmsis_nn does not saturate
    expect_keys(p, {"multiplier", "shift"});
    const int shift = read_int(p, "shift", -255, 255);
    width = 32;
    add("accumulator", 32, 1);
    add("left_shift", 32, power(std::max(shift, 0)));
    add("high_mul", 32, integer(p, "multiplier"), 0, power(31), Rounding::ties_up, scheme != "cmsis_nn");
    add("rounding_shift", 32, 1, 0, power(std::max(-shift, 0)), Rounding::ties_away);
  } else if (scheme == "xnnpack_rndnu") {  // round(sat32((sat32(N << left) * multiplier) >> 31) / 2^right), right >= 1
    expect_keys(p, {"multiplier", "shift"});
    const int shift = read_int(p, "shift", -255, 255);
    const int right = std::max(-shift, 1);
    width = 32;
    add("accumulator", 32, 1);
    add("left_shift", 32, power(right + shift), 0, 1, Rounding::down, true);
    add("high_mul", 32, integer(p, "multiplier"), 0, power(31), Rounding::down, true);
    add("rounding_shift", 32, 1, 0, power(right), Rounding::ties_up);
  } else if (scheme == "qnnpack_precise") {  // round(N * multiplier / 2^(31-shift)), half away from zero
    expect_keys(p, {"multiplier", "shift"});
    width = 32;
    add("accumulator", 32, 1);
    add("product", 64, integer(p, "multiplier"));
    add("right_shift", 32, 1, 0, power(31 - read_int(p, "shift", -224, 31)), Rounding::ties_away);
  } else if (scheme == "tflite_single_rounding" || scheme == "tosa") {  // (N * multiplier + 2^(30-shift)) >> (31-shift)
    expect_keys(p, {"multiplier", "shift"});
    const int count = 31 - read_int(p, "shift", -224, scheme == "tosa" ? 29 : 30);
    width = 32;
    add("accumulator", 32, 1);
    add("product", 64, integer(p, "multiplier"));
    add("rounding_add", 64, 1, power(count - 1));
    add("right_shift", 32, 1, 0, power(count));
  } else if (scheme == "ideal") {  // round(N * factor)
    expect_keys(p, {"factor", "rounding"});
    const Rational factor = rational(p, "factor");
    width = 0;
    add("accumulator", 0, 1);
    add("product", 0, numerator(factor));
    add("round", 0, 1, 0, denominator(factor), read_rounding(p, "rounding"));
  } else {
    throw Unreadable{"the scheme \"" + scheme + "\" is not known"};
  }
  add("zero_point_add", width, 1, zero_point);
  return steps;
}

Integer output_of(const Steps& steps, Integer n) {
  for (const Step& step : steps) n = after(step, n);
  return n;
}

std::optional<std::size_t> first_overflow(const Steps& steps, Extended n) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    n = after(step, n);
    if (step.width == 0 || step.saturating) continue;
    if (n.infinite != 0 || n.finite < step.lo || n.finite > step.hi) return i;
  }
  return std::nullopt;
}

Form form_between(const Steps& steps, Integer lo, Integer hi, const Form& proposed) {
  Form form;
  for (const Step& step : steps) {
    multiply(form, step.multiplier, step.addend);
    if (step.divisor != 1) {
      const bool negative = lo * step.multiplier + step.addend < 0;
      const bool by_sign = step.rounding == Rounding::ties_away || step.rounding == Rounding::toward_zero;
      if (by_sign && negative != (hi * step.multiplier + step.addend < 0))
        throw Fails{step.name + " rounds values of both signs"};
      divide(form, step, negative, proposed);
    }
    lo = before_saturation(step, lo);
    hi = before_saturation(step, hi);
    if (step.saturating && (std::min(lo, hi) < step.lo || std::max(lo, hi) > step.hi))
      throw Fails{step.name + " saturates"};
  }
  if (form.period == 0 && proposed.period != 0) throw Fails{"there are no ties"};
  return form;
}

}  // namespace halflsb::checker
