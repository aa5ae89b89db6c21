#include "harness/generate/parameters.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "harness/check/domain.h"
#include "harness/generate/numbers.h"
#include "reference/exact/binary_float.h"

namespace halflsb {
namespace {

// Shift counts, for which every single value is a case of its own; and multipliers.
bool is_count(std::string_view field) { return field == "pre" || field == "post" || field == "shift"; }

std::int64_t some_count(Random& random, const halflsb_range& range) {
  if (!random.use().boundaries) return random.between(range.min, range.max);
  switch (random.between(0, 5)) {
    case 0: return range.min + (random.one_in(4) ? 1 : 0) * (range.max > range.min ? 1 : 0);
    case 1: return range.max - (random.one_in(4) ? 1 : 0) * (range.max > range.min ? 1 : 0);
    case 2: return std::clamp<std::int64_t>(random.between(-1, 1), range.min, range.max);
    default: return random.between(range.min, range.max);
  }
}

// The smallest, the largest, or the nearest to a factor that a recipe may start from.
Rational some_float32(Random& random, const halflsb_domain& domain) {
  const auto [least, most] = float32_range(domain);
  if (random.one_in(16)) return random.one_in(2) ? least : most;
  const auto nearest = nearest_float(some_factor(random), kFloat32);
  return nearest ? std::clamp(*nearest, least, most) : most;
}

Rational some_field(Random& random, const ParameterField& field, const halflsb_domain& domain) {
  if (field.kind == ParameterField::Kind::rational) return some_factor(random);
  if (field.kind == ParameterField::Kind::float32) return some_float32(random, domain);
  if (field.kind == ParameterField::Kind::rounding) return Rational(random.between(0, 5));
  const halflsb_range* range = range_of(field.name, domain);
  if (range == nullptr) return Rational(field.range.lo);
  if (is_count(field.name)) return Rational(some_count(random, *range));
  if (random.use().boundaries && random.one_in(6)) return Rational(random.one_in(2) ? range->min : range->max);
  // Multipliers as recipes pick them are small (8 to 9 bits) in one scheme, and of 31 bits in the others.
  const std::int64_t least = std::max<std::int64_t>(range->min, 1), small = std::min<std::int64_t>(range->max, 512);
  if (least <= small && random.one_in(4)) return Rational(random.between(least, small));
  return Rational(boundary_integer(random, range->min, range->max));
}

// A recipe's exact rationals cost more than the check of a small problem, so that most factors share 256 mantissas and
// each is derived once. A slot's mantissa is a function of the slot alone: what was drawn before does not matter.
const Result<Parameters>& derived_once(const Recipe& recipe, std::int64_t slot, int exponent) {
  thread_local std::map<std::tuple<const Recipe*, std::int64_t, int>, Result<Parameters>> known;
  const auto key = std::make_tuple(&recipe, slot, exponent);
  auto found = known.find(key);
  if (found == known.end()) {
    Random random(static_cast<std::uint64_t>(slot));
    const Rational factor = some_mantissa(random) * pow2_rational(exponent);
    found = known.emplace(key, recipe.derive({factor, std::nullopt, {}})).first;
  }
  return found->second;
}

}  // namespace

std::optional<Parameters> some_derived(Random& random, const Recipe& recipe, int exponent,
                                       const halflsb_domain& domain) {
  constexpr std::int64_t kSlots = 256;
  if (random.one_in(32)) {
    const auto derived = recipe.derive({some_mantissa(random) * pow2_rational(exponent), std::nullopt, {}});
    return derived && parameters_fit(*derived, domain) ? std::optional(*derived) : std::nullopt;
  }
  const Result<Parameters>& derived = derived_once(recipe, random.between(1, kSlots), exponent);
  return derived && parameters_fit(*derived, domain) ? std::optional(*derived) : std::nullopt;
}

bool parameters_fit(const Parameters& p, const halflsb_domain& domain) {
  const auto& fields = find_recipe(p.scheme)->fields;
  return std::all_of(fields.begin(), fields.end(), [&](const ParameterField& field) {
    const Rational& value = p.rational(field.name);
    if (field.kind == ParameterField::Kind::float32) {
      const auto [least, most] = float32_range(domain);
      return value >= least && value <= most;
    }
    const halflsb_range* range = range_of(field.name, domain);
    return range == nullptr || (value >= range->min && value <= range->max);
  });
}

Parameters derived_or(const Parameters& fallback, const Rational& factor, const halflsb_domain& domain) {
  const auto derived = find_recipe(fallback.scheme)->derive({factor, std::nullopt, {}});
  return derived && parameters_fit(*derived, domain) ? *derived : fallback;
}

void move_one_field(Random& random, Parameters& p, const halflsb_domain& domain) {
  const auto& fields = find_recipe(p.scheme)->fields;
  const ParameterField& field =
      fields[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(fields.size()) - 1))];
  Rational& value = p.values.find(field.name)->second;
  const halflsb_range* range = range_of(field.name, domain);
  if (range != nullptr && random.one_in(3)) {
    const Rational moved = value + (random.one_in(2) ? 1 : -1);
    if (moved >= range->min && moved <= range->max) value = moved;
    return;
  }
  value = some_field(random, field, domain);
}

Parameters some_parameters(Random& random, const Recipe& recipe, const halflsb_domain& domain) {
  Parameters p{std::string(recipe.name), {}};
  const std::int64_t way = random.between(0, 3);
  for (int attempt = 0; attempt < 4 && way != 0; ++attempt) {
    auto derived = some_derived(random, recipe, some_exponent(random), domain);
    if (!derived) continue;
    if (way == 1) move_one_field(random, *derived, domain);
    return *derived;
  }
  for (const ParameterField& field : recipe.fields) {
    p.values[std::string(field.name)] = some_field(random, field, domain);
  }
  return p;
}

}  // namespace halflsb
