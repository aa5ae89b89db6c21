#include "reference/conv/finish.h"

#include <algorithm>

#include "reference/scheme/evaluate.h"
#include "reference/scheme/lanes.h"

namespace halflsb {

Integer activate(const Activation& activation, const Integer& value, const Integer& zero_point, int width) {
  switch (activation.kind) {
    case Activation::Kind::none: return value;
    case Activation::Kind::relu: return std::max(value, zero_point);
    case Activation::Kind::clip: return saturate(value, {activation.clip.lo, activation.clip.hi}).value;
    case Activation::Kind::leaky_relu:
      if (value >= zero_point) return value;
      return evaluate(find_recipe("glow")->steps(*activation.leaky, zero_point, width), value - zero_point);
  }
  return value;
}

std::optional<OutputRange> one_clamp(const Requantization& rq, const Activation& activation) {
  OutputRange ends{INT64_MIN, INT64_MAX};  // beyond every int32 that an activation or a clamp names
  switch (activation.kind) {
    case Activation::Kind::none: break;
    case Activation::Kind::relu: ends.lo = rq.zero_point; break;
    case Activation::Kind::clip: ends = activation.clip; break;
    case Activation::Kind::leaky_relu: return std::nullopt;
  }
  return OutputRange{std::clamp(ends.lo, rq.output.lo, rq.output.hi), std::clamp(ends.hi, rq.output.lo, rq.output.hi)};
}

Finish::Finish(const Requantization& requantization, const Activation& activation, std::int64_t channel,
               const Integer& bound)
    : requantization_(requantization),
      activation_(activation),
      scheme_(requantization.scheme(channel)),
      twin_(Twin::compile(scheme_, bound)),
      clamp_(one_clamp(requantization, activation)) {}

std::int32_t Finish::operator()(Int128 accumulator) const {
  if (twin_ && clamp_)
    return static_cast<std::int32_t>(std::clamp<Int128>((*twin_)(accumulator), clamp_->lo, clamp_->hi));
  const Integer value = twin_ ? to_integer((*twin_)(accumulator)) : evaluate(scheme_, to_integer(accumulator));
  const Integer activated = activate(activation_, value, requantization_.zero_point, requantization_.width);
  return static_cast<std::int32_t>(saturate(activated, {requantization_.output.lo, requantization_.output.hi}).value);
}

void finish_all(const Requantization& rq, const Activation& activation, const std::vector<std::int32_t>& accumulators,
                std::vector<std::int32_t>& outputs) {
  outputs.resize(accumulators.size());
  const std::size_t channels = rq.parameters.size();
  if (const auto clamp = one_clamp(rq, activation)) {
    std::vector<Scheme> schemes;
    schemes.reserve(channels);
    for (std::size_t c = 0; c < channels; ++c) schemes.push_back(rq.scheme(static_cast<std::int64_t>(c)));
    const auto lanes =
        Lanes::compile(schemes, static_cast<std::int32_t>(clamp->lo), static_cast<std::int32_t>(clamp->hi));
    if (lanes) return lanes->run(accumulators.data(), outputs.data(), accumulators.size());
  }
  for (std::size_t c = 0; c < channels; ++c) {
    const Finish finish(rq, activation, static_cast<std::int64_t>(c), pow2(31));
    for (std::size_t i = c; i < accumulators.size(); i += channels) outputs[i] = finish(accumulators[i]);
  }
}

}  // namespace halflsb
