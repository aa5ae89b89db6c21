#include "harness/report/error_curve.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "harness/campaign/parameter_score.h"
#include "harness/generate/random.h"

namespace halflsb::report {
namespace {

constexpr std::int64_t kPoints = 1500;
constexpr std::int64_t kCountAll = 65536;  // accumulators in the histogram; of more, kCounted
constexpr std::int64_t kCounted = 16384;

Interval clipped(const Interval& interval, const Interval& to) {
  return {std::max(interval.lo, to.lo), std::min(interval.hi, to.hi)};
}

// The N in `accumulator` with qmin <= N * factor + zero point <= qmax.
std::optional<Interval> unsaturated_of(const Requantization& rq, const Interval& accumulator) {
  const Rational factor = rq.real_factor(0);
  const Integer from = rq.output.lo - Integer(rq.zero_point);
  const Integer to = rq.output.hi - Integer(rq.zero_point);
  if (factor == 0) return from <= 0 && to >= 0 ? std::optional(accumulator) : std::nullopt;
  Rational lo = Rational(from) / factor;
  Rational hi = Rational(to) / factor;
  if (factor < 0) std::swap(lo, hi);
  const Interval all = clipped({round(lo, RoundingMode::up), round(hi, RoundingMode::down)}, accumulator);
  if (all.lo > all.hi) return std::nullopt;
  return all;
}

// A little more than what does not saturate, so that both ends show.
Interval view_of(const std::optional<Interval>& unsaturated, const Interval& accumulator) {
  if (!unsaturated) return accumulator;
  const Integer margin = (unsaturated->hi - unsaturated->lo) / 8 + 8;
  return clipped({unsaturated->lo - margin, unsaturated->hi + margin}, accumulator);
}

// All, or one at random of each of `parts` equal parts: samples at equal distances would hide what is periodic.
std::set<Integer> spread(const Interval& over, std::int64_t parts, Random& random) {
  std::set<Integer> chosen;
  const Integer size = over.hi - over.lo + 1;
  if (size <= parts) {
    for (Integer n = over.lo; n <= over.hi; ++n) chosen.insert(n);
    return chosen;
  }
  for (std::int64_t i = 0; i < parts; ++i) {
    const Integer begin = over.lo + size * i / parts;
    const Integer end = over.lo + size * (i + 1) / parts;
    chosen.insert(begin + random.between(0, (Integer(end - begin - 1)).convert_to<std::int64_t>()));
  }
  return chosen;
}

// What a sample would miss: where the proof has its extremes, and the two sides of every border.
void add_landmarks(std::set<Integer>& chosen, const ErrorCurve& curve) {
  std::vector<Integer> at;
  if (curve.proof) at = {curve.proof->error.extremes.max.accumulator, curve.proof->error.extremes.min.accumulator};
  if (curve.unsaturated) {
    for (const Integer& n : {curve.unsaturated->lo, curve.unsaturated->hi}) at.insert(at.end(), {n - 1, n, n + 1});
  }
  for (const auto& n : {curve.overflow.safe_lo, curve.overflow.safe_hi}) {
    if (n) at.insert(at.end(), {*n - 1, *n, *n + 1});
  }
  for (const Integer& n : at) {
    if (curve.view.contains(n)) chosen.insert(n);
  }
}

// 1, 2, 2.5 or 5 times a power of ten, at least `least`.
double round_width(double least) {
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double step : {1.0, 2.0, 2.5, 5.0}) {
    if (step * power >= least * (1 - 1e-9)) return step * power;
  }
  return 10 * power;
}

std::int64_t bin_of(double error, double width) {
  double at = error / width;
  if (std::abs(at - std::round(at)) < 1e-9) at = std::round(at);
  const auto bin = static_cast<std::int64_t>(std::floor(at));
  return at > 0 && at == std::floor(at) ? bin - 1 : bin;
}

Histogram histogram_of(const std::vector<double>& errors, bool every) {
  constexpr double kHalfBins = 24;
  Histogram histogram;
  histogram.every = every;
  double largest = 0.5;
  for (const double error : errors) largest = std::max(largest, std::abs(error));
  histogram.width = round_width(largest / kHalfBins);
  histogram.first = bin_of(-largest, histogram.width);
  histogram.counts.resize(static_cast<std::size_t>(bin_of(largest, histogram.width) - histogram.first + 1));
  for (const double error : errors) {
    ++histogram.counts[static_cast<std::size_t>(bin_of(error, histogram.width) - histogram.first)];
    ++histogram.total;
  }
  return histogram;
}

}  // namespace

ErrorCurve error_curve(const Requantization& rq) {
  const Scheme scheme = rq.scheme(0);
  ErrorCurve curve;
  const Question question = question_of(rq);
  curve.accumulator = question.accumulator;
  curve.proof = prove(question);
  curve.overflow = curve.proof ? curve.proof->overflow : overflow_of(scheme, curve.accumulator);
  curve.unsaturated = unsaturated_of(rq, curve.accumulator);
  curve.view = view_of(curve.unsaturated, curve.accumulator);
  const auto error = [&](const Integer& n) { return to_decimal(error_of(rq, scheme, n)); };
  Random random(1);
  std::set<Integer> chosen = spread(curve.view, kPoints, random);
  const Interval counted = curve.unsaturated.value_or(curve.view);
  const bool every = counted.hi - counted.lo < kCountAll;
  std::vector<double> errors;
  if (every) {
    for (Integer n = counted.lo; n <= counted.hi; ++n) errors.push_back(error(n));
  } else {  // before the landmarks, which are no fair sample
    for (const Integer& n : spread(counted, kCounted, random)) errors.push_back(error(n));
  }
  curve.histogram = histogram_of(errors, every);
  add_landmarks(chosen, curve);
  for (const Integer& n : chosen) curve.samples.emplace_back(n, error(n));
  return curve;
}

}  // namespace halflsb::report
