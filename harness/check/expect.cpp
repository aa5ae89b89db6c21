#include "harness/check/expect.h"

#include <algorithm>

#include "reference/conv/finish.h"

namespace halflsb {
namespace {

// The real-number counterpart of activate().
Rational activate_real(const Activation& activation, const Rational& value, const Rational& zero_point) {
  switch (activation.kind) {
    case Activation::Kind::none: return value;
    case Activation::Kind::relu: return std::max(value, zero_point);
    case Activation::Kind::clip: return std::clamp(value, Rational(activation.clip.lo), Rational(activation.clip.hi));
    case Activation::Kind::leaky_relu: {
      if (value >= zero_point) return value;
      const Rational slope = find_recipe("glow")->slope(*activation.leaky);
      return Rational((value - zero_point) * slope + zero_point);
    }
  }
  return value;
}

}  // namespace

const Expected& Reference::expect(const Problem& problem) {
  if (const auto* layer = std::get_if<ConvLayer>(&problem)) return convolver_(*layer);
  const auto& sums = std::get<RequantizeProblem>(problem);
  finish_all(sums.requantization, Activation{}, sums.accumulators, requantized_.output);
  return requantized_;
}

Expected expect(const Problem& problem) { return Reference{}.expect(problem); }

Int128 accumulator_of(const Problem& problem, const Expected& expected, std::size_t index) {
  const auto* sums = std::get_if<RequantizeProblem>(&problem);
  return sums != nullptr ? Int128{sums->accumulators[index]} : expected.accumulator[index];
}

std::array<std::int64_t, 4> position_of(const Problem& problem, std::size_t index) {
  const auto at = static_cast<std::int64_t>(index);
  const auto* layer = std::get_if<ConvLayer>(&problem);
  if (layer == nullptr) return {0, 0, 0, at};
  const ConvShape& s = layer->shape;
  const std::int64_t pixel = at / s.out_channels;
  return {pixel / (s.out_width() * s.out_height()), pixel / s.out_width() % s.out_height(), pixel % s.out_width(),
          at % s.out_channels};
}

std::size_t flat_index(const Problem& problem, std::array<std::int64_t, 4> where) {
  const auto [n, h, w, c] = where;
  const auto* layer = std::get_if<ConvLayer>(&problem);
  if (layer == nullptr) return static_cast<std::size_t>(c);
  const ConvShape& s = layer->shape;
  return static_cast<std::size_t>(((n * s.out_height() + h) * s.out_width() + w) * s.out_channels + c);
}

Rational real_output(const Problem& problem, std::size_t index, const Integer& accumulator) {
  const Requantization& rq = requantization_of(problem);
  const Rational zero_point(rq.zero_point);
  const auto* layer = std::get_if<ConvLayer>(&problem);
  const std::int64_t channel = layer == nullptr ? 0 : position_of(problem, index)[3];
  Rational real = Rational(accumulator) * rq.real_factor(channel) + zero_point;
  if (layer != nullptr) real = activate_real(layer->activation, real, zero_point);
  return std::clamp(real, Rational(rq.output.lo), Rational(rq.output.hi));
}

}  // namespace halflsb
