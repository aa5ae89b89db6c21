#include "harness/minimize/candidates.h"

#include <algorithm>

namespace halflsb {
namespace {

bool in_range(const Parameters& parameters) {
  const Recipe& recipe = *find_recipe(parameters.scheme);
  return std::all_of(recipe.fields.begin(), recipe.fields.end(),
                     [&](const ParameterField& field) { return fits(field, parameters.rational(field.name)); });
}

bool in_range(const std::vector<Parameters>& all) {
  return std::all_of(all.begin(), all.end(), [](const Parameters& p) { return in_range(p); });
}

bool fits_int32(std::int64_t value) { return value >= INT32_MIN && value <= INT32_MAX; }

void add_ranges(std::vector<Range>& ranges, std::size_t n, std::size_t length) {
  for (std::size_t begin = 0; begin < n; begin += length) ranges.push_back({begin, std::min(length, n - begin)});
}

// 2^31 elements in ranges of one are more than a list should hold, and no tensor of a kernel under test has as many.
constexpr std::size_t kMaxSingles = std::size_t{1} << 20;

}  // namespace

bool usable(const Problem& problem) {
  const Requantization& rq = requantization_of(problem);
  if (!in_range(rq.parameters)) return false;
  const auto* layer = std::get_if<ConvLayer>(&problem);
  if (layer == nullptr) {
    const bool ordered = fits_int32(rq.output.lo) && fits_int32(rq.output.hi) && rq.output.lo <= rq.output.hi;
    return ordered && fits_int32(rq.zero_point) && !std::get<RequantizeProblem>(problem).accumulators.empty();
  }
  if (layer->bias && !in_range(layer->bias->rescale)) return false;
  if (layer->activation.leaky && !in_range(*layer->activation.leaky)) return false;
  return !invalid(*layer);
}

std::vector<Range> ranges_to_drop(std::size_t n, std::size_t also) {
  std::vector<Range> ranges;
  if (n < 2) return ranges;
  if (n > 2) ranges = {{0, n - 1}, {1, n - 1}};
  if (also > 1 && also < n) add_ranges(ranges, n, also);
  for (std::size_t length = n / 2; length > 0 && n / length <= kMaxSingles; length /= 2) add_ranges(ranges, n, length);
  return ranges;
}

std::vector<Range> ranges_to_clear(std::size_t n) {
  std::vector<Range> ranges;
  for (std::size_t length = n; length > 0 && n / length <= kMaxSingles; length /= 2) add_ranges(ranges, n, length);
  return ranges;
}

}  // namespace halflsb
