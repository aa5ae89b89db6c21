#include "harness/layer/reproduce.h"

#include <algorithm>

#include "reference/conv/conv.h"
#include "reference/scheme/twin.h"

namespace halflsb {

ConvLayer with_parameters(ConvLayer layer, const LayerParameters& parameters) {
  layer.requantization.parameters = {parameters.output};
  if (layer.bias) layer.bias->rescale.clear();
  if (layer.bias && parameters.bias) layer.bias->rescale = {*parameters.bias};
  return layer;
}

Reproducer::Reproducer(const ConvLayer& layer, const std::vector<std::int32_t>& dest) : layer_(layer), dest_(dest) {
  ConvLayer without_bias = layer;
  without_bias.bias.reset();
  sums_ = convolve(without_bias).accumulator;
}

bool Reproducer::reproduces(const LayerParameters& parameters) const {
  const ConvLayer layer = with_parameters(layer_, parameters);
  const auto channels = static_cast<std::size_t>(layer.shape.out_channels);
  const std::vector<Int128> bias = layer.bias ? bias_terms(layer) : std::vector<Int128>(channels, 0);
  const Requantization& rq = layer.requantization;
  // |sum| < 2^45 (2^28 products of at most 255 * 255) and a bias term is below 2^97 (lemma C3).
  const auto twin = Twin::compile(rq.scheme(0), pow2(63));
  if (!twin) return false;
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    const Int128 accumulator = sums_[i] + bias[i % channels];
    if (accumulator > INT64_MAX || accumulator < INT64_MIN) return false;
    if (std::clamp<Int128>((*twin)(accumulator), rq.output.lo, rq.output.hi) != dest_[i]) return false;
  }
  return true;
}

}  // namespace halflsb
