#include "harness/generate/numbers.h"

#include <algorithm>

#include "reference/exact/binary_float.h"
#include "reference/scheme/evaluate.h"

namespace halflsb {
namespace {

constexpr std::int64_t kMin = INT32_MIN;
constexpr std::int64_t kMax = INT32_MAX;

// The smallest N in [lo, hi + 1] from which on holds(N) is true, for a predicate that turns true once.
template <class Predicate>
std::int64_t first_true(std::int64_t lo, std::int64_t hi, Predicate holds) {
  while (lo <= hi) {
    const std::int64_t middle = lo + (hi - lo) / 2;
    if (holds(middle)) {
      hi = middle - 1;
    } else {
      lo = middle + 1;
    }
  }
  return lo;
}

}  // namespace

bool parameters_fit(const Parameters& p, const halflsb_domain& domain) {
  const auto within = [&](const char* name, const halflsb_range& range) {
    if (!p.values.contains(name)) return true;
    return p.integer(name) >= range.min && p.integer(name) <= range.max;
  };
  return within("pre", domain.pre) && within("scale", domain.scale) && within("post", domain.post) &&
         within("multiplier", domain.multiplier) && within("shift", domain.shift);
}

std::int64_t boundary_integer(Random& random, std::int64_t lo, std::int64_t hi) {
  std::int64_t value = 0;
  switch (random.between(0, 7)) {
    case 0: value = lo + random.between(0, 1); break;
    case 1: value = hi - random.between(0, 1); break;
    case 2:
    case 3:
    case 4: {
      const std::int64_t power = std::int64_t{1} << random.between(0, 31);
      value = (random.one_in(2) ? power : -power) + random.between(-2, 2);
      break;
    }
    case 5: value = random.between(-2, 2); break;
    default: return random.between(lo, hi);
  }
  return std::clamp(value, lo, hi);
}

Rational some_factor(Random& random) {
  const int exponent = static_cast<int>(random.one_in(4) ? random.between(-40, 20) : random.between(-14, 0));
  const std::int64_t one = std::int64_t{1} << 23;
  std::int64_t mantissa = one;  // in units of 2^-23
  switch (random.between(0, 4)) {
    case 0: mantissa = one; break;
    case 1: mantissa = one + random.between(1, 3); break;
    case 2: mantissa = 2 * one - random.between(1, 3); break;
    case 3: mantissa = one + (random.between(0, 15) << 19); break;
    default: mantissa = one + random.between(0, one - 1); break;
  }
  return Rational(mantissa) * pow2_rational(exponent - 23);
}

Parameters some_parameters(Random& random, const Recipe& recipe, const halflsb_domain& domain) {
  for (int attempt = 0; attempt < 8 && !random.one_in(4); ++attempt) {
    const auto derived = recipe.derive({some_factor(random), std::nullopt, {}});
    if (derived && parameters_fit(*derived, domain)) return *derived;
  }
  Parameters p{std::string(recipe.name), {}};
  const auto draw = [&](const char* name, const halflsb_range& range) {
    p.values[name] = Rational(boundary_integer(random, range.min, range.max));
  };
  for (const ParameterField& field : recipe.fields) {
    if (field.name == "pre") p.values["pre"] = Rational(random.between(domain.pre.min, domain.pre.max));
    if (field.name == "post") p.values["post"] = Rational(random.between(domain.post.min, domain.post.max));
    if (field.name == "scale") draw("scale", domain.scale);
    if (field.name == "multiplier") draw("multiplier", domain.multiplier);
    if (field.name == "shift") p.values["shift"] = Rational(random.between(domain.shift.min, domain.shift.max));
    if (field.name == "factor") p.values["factor"] = some_factor(random);
    if (field.name == "rounding") p.values["rounding"] = Rational(random.between(0, 5));
  }
  return p;
}

AccumulatorSource::AccumulatorSource(const Requantization& requantization)
    : requantization_(requantization), scheme_(requantization.scheme(0)) {
  increasing_ = requantization.recipe().slope(requantization.of(0)) >= 0;
  const auto overflows = [this](std::int64_t n) { return trace(scheme_, n).first_overflow.has_value(); };
  // On either side of 0 a step overflows from some accumulator on.
  const std::int64_t above = first_true(0, kMax, overflows);
  const std::int64_t below = -first_true(0, kMax, [&](std::int64_t n) { return overflows(-n); });
  if (above <= kMax) frontier_.push_back(above);
  if (below >= kMin) frontier_.push_back(below);
}

std::int64_t AccumulatorSource::threshold(std::int64_t level) const {
  return first_true(kMin, kMax, [&](std::int64_t n) {
    const Integer out = evaluate(scheme_, n);
    return increasing_ ? out >= level : out < level;
  });
}

std::int32_t AccumulatorSource::draw(Random& random) const {
  std::int64_t value = 0;
  const std::int64_t way = random.between(0, 15);
  if (way < 6) {
    const OutputRange& output = requantization_.output;
    value = threshold(boundary_integer(random, output.lo, output.hi)) + random.between(-2, 1);
  } else if (way < 9 && !frontier_.empty()) {
    value = frontier_[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(frontier_.size()) - 1))] +
            random.between(-2, 2);
  } else if (way < 11) {
    value = random.between(-(1 << 20), 1 << 20);  // what a convolution of ordinary depth reaches
  } else {
    value = boundary_integer(random, kMin, kMax);
  }
  return static_cast<std::int32_t>(std::clamp(value, kMin, kMax));
}

}  // namespace halflsb
