#include "harness/generate/mutate.h"

#include <algorithm>

#include "harness/check/domain.h"
#include "harness/generate/accumulators.h"
#include "harness/generate/layers.h"
#include "harness/generate/mutate_layer.h"
#include "harness/generate/numbers.h"
#include "harness/generate/parameters.h"
#include "harness/generate/problems.h"
#include "harness/generate/shapes.h"

namespace halflsb {
namespace {

constexpr std::size_t kMostAccumulators = 4096;  // of the byte encoding
constexpr std::uint64_t kNotTheSmallest = 1 << 10;
constexpr std::int64_t kLargestEncodedPart = (std::int64_t{1} << 31) - 1;

std::size_t some_index(Random& random, std::size_t size) {
  return static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(size) - 1));
}

void change_accumulators(Random& random, RequantizeProblem& problem) {
  auto& values = problem.accumulators;
  AccumulatorSource source(problem.requantization);
  const std::size_t at = some_index(random, values.size());
  switch (random.between(0, 4)) {
    case 0:
      if (values.size() < kMostAccumulators) {
        values.insert(values.begin() + static_cast<std::ptrdiff_t>(at), source.draw(random));
      }
      break;
    case 1:
      if (values.size() > 1) values.erase(values.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 2:
      values[at] =
          static_cast<std::int32_t>(std::clamp<std::int64_t>(values[at] + random.between(-2, 2), INT32_MIN, INT32_MAX));
      break;
    default: values[at] = random.one_in(3) ? source.draw_unsaturated(random) : source.draw(random); break;
  }
}

void change_requantization(Random& random, const halflsb_target& target, std::int64_t channels, Requantization& rq) {
  Parameters& p = rq.parameters[some_index(random, rq.parameters.size())];
  switch (random.between(0, 7)) {
    case 0: p = some_parameters(random, rq.recipe(), target.domain); break;
    case 1: {  // per channel instead of per tensor, or the other way round
      const Parameters other = p;
      const bool per_channel = target.domain.per_channel != 0 && channels > 1 && rq.parameters.size() == 1;
      rq.parameters.assign(per_channel ? static_cast<std::size_t>(channels) : 1, other);
      break;
    }
    case 2: rq.output = some_output(random, target.domain); break;
    case 3: rq.zero_point = some_zero_point(random, target.domain, rq.output); break;
    case 4: {  // one end of the output range by one
      OutputRange moved = rq.output;
      (random.one_in(2) ? moved.lo : moved.hi) += random.pick<std::int64_t>({-1, 1});
      const bool valid = moved.lo <= moved.hi && moved.lo >= INT32_MIN && moved.hi <= INT32_MAX;
      if (valid && output_type_of(moved) == output_type_of(rq.output)) rq.output = moved;
      break;
    }
    default: move_one_field(random, p, target.domain); break;
  }
  rq.factor.clear();
}

// The byte encoding holds a factor of two 32-bit parts at most.
bool encodable(const Parameters& p) {
  const auto factor = p.values.find("factor");
  return factor == p.values.end() ||
         (abs(numerator(factor->second)) <= kLargestEncodedPart && denominator(factor->second) <= kLargestEncodedPart);
}

bool encodable(const Problem& problem) {
  const auto& parameters = requantization_of(problem).parameters;
  if (!std::all_of(parameters.begin(), parameters.end(), [](const Parameters& p) { return encodable(p); })) {
    return false;
  }
  const auto* layer = std::get_if<ConvLayer>(&problem);
  return layer == nullptr || encodable(layer->shape);
}

Problem fresh(Random& random, const halflsb_target& target) {
  Problem problem = some_problem(target, random.bits(), kNotTheSmallest);
  for (int attempt = 0; attempt < 8 && !encodable(problem); ++attempt) {
    problem = some_problem(target, random.bits(), attempt < 6 ? kNotTheSmallest : 0);
  }
  return problem;
}

}  // namespace

Problem mutate(const Problem& problem, const halflsb_target& target, Random& random) {
  if (kind_of(problem) != target.kind || random.one_in(8)) return fresh(random, target);
  const bool was_inside = outside_domain(target, problem).empty();
  if (!was_inside && random.one_in(2)) return fresh(random, target);
  for (int attempt = 0; attempt < 4; ++attempt) {
    Problem changed = problem;
    if (auto* layer = std::get_if<ConvLayer>(&changed)) {
      if (random.one_in(4)) {
        change_requantization(random, target, layer->shape.out_channels, layer->requantization);
      } else {
        change_layer(random, target, *layer);
      }
      tidy(*layer);
      if (invalid(*layer)) continue;
    } else {
      auto& sums = std::get<RequantizeProblem>(changed);
      if (random.one_in(3)) {
        change_requantization(random, target, 1, sums.requantization);
      } else {
        change_accumulators(random, sums);
      }
    }
    if (changed == problem || !encodable(changed)) continue;
    if (was_inside && !outside_domain(target, changed).empty()) continue;
    return changed;
  }
  return fresh(random, target);
}

Problem cross(const Problem& a, const Problem& b, Random& random) {
  if (kind_of(a) != kind_of(b)) return a;
  Problem child = a;
  if (auto* layer = std::get_if<ConvLayer>(&child)) {
    cross_layer(random, *layer, std::get<ConvLayer>(b));
    tidy(*layer);
    return child;
  }
  auto& sums = std::get<RequantizeProblem>(child);
  const auto& others = std::get<RequantizeProblem>(b);
  if (random.one_in(2)) {
    sums.requantization = others.requantization;
    return child;
  }
  for (const std::int32_t value : others.accumulators) {
    if (random.one_in(2)) continue;
    if (sums.accumulators.size() < kMostAccumulators) sums.accumulators.push_back(value);
  }
  return child;
}

}  // namespace halflsb
