#include "reference/conv/conv.h"

#include <algorithm>

#include "reference/scheme/twin.h"

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

// Lemma C2: 0 <= start + k * dilation < size exactly for the taps k in [first, last); the others lie in the padding.
struct Taps {
  std::int64_t first, last;
};

Taps taps_inside(std::int64_t start, std::int64_t dilation, std::int64_t kernel, std::int64_t size) {
  const std::int64_t first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  const std::int64_t last = start >= size ? 0 : (size - start + dilation - 1) / dilation;
  return {std::min(first, kernel), std::clamp(last, std::int64_t{0}, kernel)};
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

namespace {

// The scheme, activation and clamp of one channel, for |accumulator| up to a bound: in 128 bits where these suffice.
class Finish {
 public:
  Finish(const ConvLayer& layer, std::int64_t channel, const Integer& bound)
      : layer_(layer), scheme_(layer.requantization.scheme(channel)), twin_(Twin::compile(scheme_, bound)) {
    const Activation& activation = layer.activation;
    const Requantization& rq = layer.requantization;
    // max(y, a) and min(max(y, a), b), then a clamp: again a clamp, to what the two ends become.
    const bool bounded = activation.kind != Activation::Kind::leaky_relu;
    const auto end = [&](const Integer& value) {
      const Integer activated = bounded ? activate(activation, value, rq.zero_point, rq.width) : value;
      return saturate(activated, {rq.output.lo, rq.output.hi}).value.convert_to<std::int64_t>();
    };
    lo_ = end(-pow2(127));
    hi_ = end(pow2(127));
    fast_ = twin_ && bounded;
  }

  [[nodiscard]] std::int32_t operator()(Int128 accumulator) const {
    if (fast_) return static_cast<std::int32_t>(std::clamp<Int128>((*twin_)(accumulator), lo_, hi_));
    const Requantization& rq = layer_.requantization;
    const Integer value = twin_ ? to_integer((*twin_)(accumulator)) : evaluate(scheme_, to_integer(accumulator));
    const Integer activated = activate(layer_.activation, value, rq.zero_point, rq.width);
    return static_cast<std::int32_t>(saturate(activated, {rq.output.lo, rq.output.hi}).value);
  }

 private:
  const ConvLayer& layer_;
  Scheme scheme_;
  std::optional<Twin> twin_;
  bool fast_ = false;
  Int128 lo_ = 0, hi_ = 0;
};

}  // namespace

ConvResult convolve(const ConvLayer& layer) {
  const ConvShape& s = layer.shape;
  const Row input = centred_input(layer);
  const Row filter = centred_filter(layer);
  const Interval int32 = signed_range(32);
  ConvResult result;
  result.accumulator.resize(static_cast<std::size_t>(s.output_size()));
  result.output.resize(result.accumulator.size());
  std::vector<Int128> bias;
  Integer largest_bias = 0;
  for (std::int64_t o = 0; o < s.out_channels; ++o) {
    const Integer term = bias_term(layer, o);
    result.accumulators_fit = result.accumulators_fit && int32.contains(term);
    largest_bias = std::max<Integer>(largest_bias, abs(term));
    bias.push_back(to_int128(term));
  }
  const Integer bound = Integer(255 * 255) * s.depth() + largest_bias;
  const bool per_channel = layer.requantization.parameters.size() > 1;
  std::optional<Finish> finish;
  for (std::int64_t o = 0; o < s.out_channels; ++o) {
    if (o == 0 || per_channel) finish.emplace(layer, o, bound);
    std::size_t at = static_cast<std::size_t>(o);
    for (std::int64_t n = 0; n < s.batch; ++n) {
      for (std::int64_t h = 0; h < s.out_height(); ++h) {
        for (std::int64_t w = 0; w < s.out_width(); ++w) {
          const Int128 accumulator = dot_product(s, input, filter, {n, h, w, o}) + bias[static_cast<std::size_t>(o)];
          result.accumulator[at] = accumulator;
          result.accumulators_fit = result.accumulators_fit && accumulator >= INT32_MIN && accumulator <= INT32_MAX;
          result.output[at] = (*finish)(accumulator);
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
