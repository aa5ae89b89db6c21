#include "harness/minimize/simpler_scheme.h"

#include <algorithm>

#include "harness/check/domain.h"
#include "harness/minimize/candidates.h"

namespace halflsb {
namespace {

Integer simplest(std::string_view field) {
  if (field == "scale") return 1;
  if (field == "multiplier") return pow2(30);
  return 0;
}

Parameters with(const Parameters& parameters, std::string_view field, const Rational& value) {
  Parameters changed = parameters;
  changed.values.find(field)->second = value;
  return changed;
}

// The same factor, or nearly so, in smaller numbers: (N >> pre) * scale >> post.
void add_equal_slopes(const Parameters& p, std::vector<Parameters>& all) {
  const Integer pre = p.integer("pre");
  const Integer scale = p.integer("scale");
  const Integer post = p.integer("post");
  toward(pre, Integer(0), [&](const Integer& value) {
    all.push_back(with(with(p, "pre", Rational(value)), "post", Rational(Integer(post + pre - value))));
  });
  for (Integer less = std::min<Integer>(post, bit_length(scale) - 1U); less > 0; less /= 2) {
    const Integer shifted = scale >> less.convert_to<unsigned>();
    all.push_back(with(with(p, "scale", Rational(shifted)), "post", Rational(Integer(post - less))));
  }
}

}  // namespace

std::vector<Parameters> simpler_parameters(const Parameters& parameters) {
  std::vector<Parameters> all;
  for (const ParameterField& field : find_recipe(parameters.scheme)->fields) {
    const Rational& value = parameters.rational(field.name);
    if (field.kind == ParameterField::Kind::integer) {
      toward(Integer(numerator(value)), simplest(field.name),
             [&](const Integer& x) { all.push_back(with(parameters, field.name, Rational(x))); });
    } else if (field.kind == ParameterField::Kind::rational || field.kind == ParameterField::Kind::float32) {
      for (const Rational& x : simpler_rationals(value)) all.push_back(with(parameters, field.name, x));
    } else if (const auto mode = parse_parameter(field, field.default_text); mode && *mode != value) {
      all.push_back(with(parameters, field.name, *mode));
    }
  }
  if (parameters.scheme == "glow") add_equal_slopes(parameters, all);
  return all;
}

Parameters simplest_parameters(const Parameters& parameters) {
  Parameters all = parameters;
  for (const ParameterField& field : find_recipe(parameters.scheme)->fields) {
    if (field.kind == ParameterField::Kind::integer) all = with(all, field.name, Rational(simplest(field.name)));
  }
  return all;
}

std::vector<Rational> simpler_rationals(const Rational& value) {
  const Integer p = numerator(value);
  const Integer q = denominator(value);
  std::vector<Rational> all;
  const auto add = [&](const Rational& candidate) {
    const Integer a = abs(numerator(candidate));
    const Integer b = denominator(candidate);
    const bool smaller = a <= abs(p) && b <= q && (a < abs(p) || b < q);
    if (smaller && a != 0) all.push_back(candidate);
  };
  if (p == 0) return all;
  add(Rational(1));
  if (p < 0) all.push_back(-value);
  add(Rational(round(value, RoundingMode::ties_away)));
  const Integer inverse = round(Rational(1) / value, RoundingMode::ties_away);
  if (inverse != 0) add(Rational(1) / Rational(inverse));
  for (unsigned bits = std::min(bit_length(p), bit_length(q)) - 1U; bits > 0; --bits) {
    add(Rational(Integer(p / pow2(bits)), Integer(q >> bits)));
  }
  const Integer one = p < 0 ? -1 : 1;
  toward(p, one, [&](const Integer& x) { add(Rational(x, q)); });
  toward(q, Integer(1), [&](const Integer& x) { add(Rational(p, x)); });
  return all;
}

std::vector<OutputRange> simpler_ranges(const OutputRange& range) {
  std::vector<OutputRange> all;
  const ElementTypeInfo& own = info(output_type_of(range));
  for (const ElementTypeInfo& type : kElementTypes) {
    if (type.type > own.type) break;
    all.push_back({type.smallest, type.largest});
    const OutputRange common{std::max(type.smallest, range.lo), std::min(type.largest, range.hi)};
    if (common.lo <= common.hi) all.push_back(common);
  }
  toward(range.lo, own.smallest, [&](std::int64_t lo) { all.push_back({lo, range.hi}); });
  toward(range.hi, own.largest, [&](std::int64_t hi) { all.push_back({range.lo, hi}); });
  return all;
}

std::vector<Requantization> simpler_ends(const Requantization& requantization) {
  std::vector<Requantization> all;
  const auto add = [&](auto&& change) {
    change(all.emplace_back(requantization));
    if (all.back() == requantization) all.pop_back();
  };
  toward(requantization.zero_point, std::int64_t{0},
         [&](std::int64_t value) { add([=](Requantization& rq) { rq.zero_point = value; }); });
  for (const OutputRange& range : simpler_ranges(requantization.output)) {
    add([=](Requantization& rq) { rq.output = range; });
  }
  toward(requantization.width, kDefaultWidth, [&](int width) { add([=](Requantization& rq) { rq.width = width; }); });
  add([](Requantization& rq) { rq.factor.clear(); });
  for (std::size_t i = 0; i < requantization.factor.size(); ++i) {
    for (const Rational& factor : simpler_rationals(requantization.factor[i])) {
      add([&](Requantization& rq) { rq.factor[i] = factor; });
    }
  }
  return all;
}

}  // namespace halflsb
