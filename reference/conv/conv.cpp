#include "reference/conv/conv.h"

#include <algorithm>

#include "reference/conv/convolver.h"
#include "reference/conv/finish.h"
#include "reference/conv/patches.h"

namespace halflsb {
namespace {

using Row = std::vector<std::int16_t>;

// x - zero_point for the whole input, f - filter_zero_point[o] for the whole filter: at most 255 in magnitude.
Row centred_input(const ConvLayer& layer) {
  Row centred(layer.input.size());
  std::transform(layer.input.begin(), layer.input.end(), centred.begin(),
                 [&](std::int16_t x) { return static_cast<std::int16_t>(x - layer.input_zero_point); });
  return centred;
}

Row centred_filter(const ConvLayer& layer) {
  Row centred(layer.filter.size());
  const auto depth = static_cast<std::size_t>(layer.shape.depth());
  for (std::size_t i = 0; i < centred.size(); ++i) {
    const auto channel = static_cast<std::int64_t>(i / depth);
    centred[i] = static_cast<std::int16_t>(layer.filter[i] - layer.filter_zero_point_of(channel));
  }
  return centred;
}

std::int64_t dot(const std::int16_t* x, const std::int16_t* f, std::int64_t count) {
  std::int64_t sum = 0;
  for (std::int64_t start = 0; start < count; start += kExactInt32Products) {
    const std::int64_t end = std::min(count, start + kExactInt32Products);
    std::int32_t block = 0;  // exact by lemma C1
    for (std::int64_t i = start; i < end; ++i) block += x[i] * f[i];
    sum += block;
  }
  return sum;
}

// The sum of products of one output, without bias.
std::int64_t dot_product(const ConvShape& s, const Row& input, const Row& filter, std::array<std::int64_t, 4> index) {
  const auto [n, h, w, o] = index;
  const std::int64_t depth = s.group_channels();
  const std::int64_t first_channel = o / s.group_outputs() * depth;
  const std::int64_t top = h * s.stride_height - s.pad_top;
  const std::int64_t left = w * s.stride_width - s.pad_left;
  const Taps rows = taps_inside(top, s.dilation_height, s.kernel_height, s.in_height);
  const Taps columns = taps_inside(left, s.dilation_width, s.kernel_width, s.in_width);
  std::int64_t sum = 0;
  for (std::int64_t kh = rows.first; kh < rows.last; ++kh) {
    for (std::int64_t kw = columns.first; kw < columns.last; ++kw) {
      const std::int64_t y = top + kh * s.dilation_height;
      const std::int64_t x = left + kw * s.dilation_width;
      const std::int64_t in = ((n * s.in_height + y) * s.in_width + x) * s.in_channels + first_channel;
      const std::int64_t tap = ((o * s.kernel_height + kh) * s.kernel_width + kw) * depth;
      sum += dot(input.data() + in, filter.data() + tap, depth);
    }
  }
  return sum;
}

Trace bias_trace(const ConvLayer& layer, std::int64_t channel) {
  const Bias& bias = *layer.bias;
  const auto at = static_cast<std::size_t>(channel);
  const Integer centred = Integer(bias.data[at]) - bias.zero_point;
  if (bias.rescale.empty()) return trace(Scheme{}, centred);
  const Parameters& parameters = bias.rescale[bias.rescale.size() == 1 ? 0 : at];
  return trace(find_recipe("glow")->steps(parameters, 0, layer.requantization.width), centred);
}

}  // namespace

Integer bias_term(const ConvLayer& layer, std::int64_t channel) {
  if (!layer.bias) return 0;
  if (!layer.bias->rescale.empty()) return bias_trace(layer, channel).exact;
  return Integer(layer.bias->data[static_cast<std::size_t>(channel)]) - layer.bias->zero_point;
}

std::vector<Int128> bias_terms(const ConvLayer& layer) {
  const Bias& bias = *layer.bias;
  const std::size_t sets = bias.rescale.size();  // none, one, or one per channel
  std::vector<Scheme> schemes;
  for (const Parameters& p : bias.rescale)
    schemes.push_back(find_recipe("glow")->steps(p, 0, layer.requantization.width));
  std::vector<Int128> terms;
  terms.reserve(bias.data.size());
  for (std::size_t o = 0; o < bias.data.size(); ++o) {
    const std::int64_t centred = bias.data[o] - bias.zero_point;
    terms.push_back(sets == 0 ? Int128{centred} : to_int128(evaluate(schemes[sets == 1 ? 0 : o], centred)));
  }
  return terms;
}

ConvResult convolve(const ConvLayer& layer) { return Convolver{}(layer); }

ConvResult convolve_one_by_one(const ConvLayer& layer) {
  const ConvShape& s = layer.shape;
  const Row input = centred_input(layer);
  const Row filter = centred_filter(layer);
  std::vector<Int128> bias(static_cast<std::size_t>(s.out_channels), 0);
  if (layer.bias) bias = bias_terms(layer);
  const auto fits = [](Int128 value) { return value == static_cast<std::int32_t>(value); };
  ConvResult result;
  result.accumulators_fit = std::all_of(bias.begin(), bias.end(), fits);
  std::vector<Int128>& accumulator = result.accumulator.wide;
  accumulator.resize(static_cast<std::size_t>(s.output_size()));
  result.output.resize(accumulator.size());
  Int128 largest_bias = 0;
  for (const Int128 term : bias) largest_bias = std::max(largest_bias, term < 0 ? -term : term);
  const Integer bound = Integer(255 * 255) * s.depth() + to_integer(largest_bias);
  const bool per_channel = layer.requantization.parameters.size() > 1;
  std::optional<Finish> finish;
  for (std::int64_t o = 0; o < s.out_channels; ++o) {
    if (o == 0 || per_channel) finish.emplace(layer.requantization, layer.activation, o, bound);
    std::size_t at = static_cast<std::size_t>(o);
    for (std::int64_t n = 0; n < s.batch; ++n) {
      for (std::int64_t h = 0; h < s.out_height(); ++h) {
        for (std::int64_t w = 0; w < s.out_width(); ++w) {
          accumulator[at] = dot_product(s, input, filter, {n, h, w, o}) + bias[static_cast<std::size_t>(o)];
          result.accumulators_fit = result.accumulators_fit && fits(accumulator[at]);
          result.output[at] = (*finish)(accumulator[at]);
          at += static_cast<std::size_t>(s.out_channels);
        }
      }
    }
  }
  return result;
}

OutputTrace trace_accumulator(const Requantization& requantization, const Activation& activation, std::int64_t channel,
                              const Integer& accumulator) {
  OutputTrace result;
  result.accumulator = accumulator;
  result.scheme = trace(requantization.scheme(channel), accumulator);
  result.activated = activate(activation, result.scheme.exact, requantization.zero_point, requantization.width);
  result.clamped = saturate(result.activated, {requantization.output.lo, requantization.output.hi}).value;
  return result;
}

OutputTrace trace_output(const ConvLayer& layer, std::array<std::int64_t, 4> index) {
  const std::int64_t channel = index[3];
  const Integer sum = dot_product(layer.shape, centred_input(layer), centred_filter(layer), index);
  std::optional<Trace> bias;
  if (layer.bias) bias = bias_trace(layer, channel);
  const Integer accumulator = sum + (bias ? bias->exact : Integer(0));
  OutputTrace result = trace_accumulator(layer.requantization, layer.activation, channel, accumulator);
  result.dot_product = sum;
  if (bias) result.bias_term = bias->exact;
  result.bias = std::move(bias);
  return result;
}

}  // namespace halflsb
