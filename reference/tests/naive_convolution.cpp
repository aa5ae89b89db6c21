#include "reference/tests/naive_convolution.h"

#include <algorithm>

namespace halflsb {
namespace {

// x >> n as floor: cpp_int's own shift of a negative value is not relied on.
Integer shifted_right(const Integer& x, unsigned n) {
  const Integer unit = Integer(1) << n;
  return x >= 0 ? Integer(x / unit) : Integer(-((-x + unit - 1) / unit));
}

unsigned count_of(const Integer& n) { return n.convert_to<unsigned>(); }

// (((N >> pre) * scale) + rnd) >> post, rnd = post ? 2^(post-1) : 0
Integer glow_formula(const Parameters& p, const Integer& n) {
  const unsigned post = count_of(p.integer("post"));
  const Integer rounding = post == 0 ? Integer(0) : Integer(Integer(1) << (post - 1));
  return shifted_right(shifted_right(n, count_of(p.integer("pre"))) * p.integer("scale") + rounding, post);
}

// The high half of 2 * x * multiplier, half up, saturated; then divided by 2^-shift, half away from zero.
Integer double_rounding_formula(const Parameters& p, const Integer& n) {
  const int shift = p.integer("shift").convert_to<int>();
  const Integer product = n * (Integer(1) << std::max(shift, 0)) * p.integer("multiplier");
  const Integer high = shifted_right(product + (Integer(1) << 30), 31);
  const Integer saturated = std::min<Integer>(std::max<Integer>(high, INT32_MIN), INT32_MAX);
  if (shift >= 0) return saturated;
  const Integer unit = Integer(1) << -shift;
  const Integer magnitude = (abs(saturated) + unit / 2) / unit;
  return saturated < 0 ? Integer(-magnitude) : magnitude;
}

Integer single_rounding_formula(const Parameters& p, const Integer& n) {
  const auto count = static_cast<unsigned>(31 - p.integer("shift").convert_to<int>());
  return shifted_right(n * p.integer("multiplier") + (Integer(1) << (count - 1)), count);
}

// The integer nearest to N * M, the even one of two; `rounding` must be ties_to_even.
Integer ideal_formula(const Parameters& p, const Integer& n) {
  const Integer top = n * numerator(p.rational("factor"));
  const Integer bottom = denominator(p.rational("factor"));
  const Integer twice = 2 * top + bottom;
  Integer up = shifted_right(twice, 1) / bottom;  // a first guess, corrected below
  while (up * 2 * bottom > twice) --up;
  while ((up + 1) * 2 * bottom <= twice) ++up;
  const bool tie = up * 2 * bottom == twice;
  return tie && up % 2 != 0 ? Integer(up - 1) : up;
}

// The input with the padding filled in, as one list of elements with coordinates.
struct Element {
  std::int64_t n, y, x, c;
  Integer value;  // minus the zero point, so 0 in the padding
};

std::vector<Element> padded_input(const ConvLayer& layer) {
  const ConvShape& s = layer.shape;
  std::vector<Element> elements;
  for (std::int64_t n = 0; n < s.batch; ++n) {
    for (std::int64_t y = 0; y < s.in_height + s.pad_top + s.pad_bottom; ++y) {
      for (std::int64_t x = 0; x < s.in_width + s.pad_left + s.pad_right; ++x) {
        for (std::int64_t c = 0; c < s.in_channels; ++c) {
          const std::int64_t row = y - s.pad_top;
          const std::int64_t column = x - s.pad_left;
          const bool inside = row >= 0 && row < s.in_height && column >= 0 && column < s.in_width;
          Integer value = layer.input_zero_point;
          if (inside)
            value = layer.input[static_cast<std::size_t>(
                ((n * s.in_height + row) * s.in_width + column) * s.in_channels + c)];
          elements.push_back({n, y, x, c, value - layer.input_zero_point});
        }
      }
    }
  }
  return elements;
}

// How many positions the kernel takes along one padded axis, counted.
std::int64_t positions(std::int64_t padded, std::int64_t kernel, std::int64_t dilation, std::int64_t stride) {
  std::int64_t count = 0;
  for (std::int64_t start = 0; start + (kernel - 1) * dilation < padded; start += stride) ++count;
  return count;
}

// The output that sees a padded element through tap k, or -1.
std::int64_t output_that_sees(std::int64_t element, std::int64_t k, std::int64_t dilation, std::int64_t stride,
                              std::int64_t count) {
  const std::int64_t start = element - k * dilation;
  return start >= 0 && start % stride == 0 && start / stride < count ? start / stride : -1;
}

Integer bias_formula(const ConvLayer& layer, std::size_t channel) {
  if (!layer.bias) return 0;
  const Bias& bias = *layer.bias;
  const Integer centred = Integer(bias.data[channel]) - bias.zero_point;
  if (bias.rescale.empty()) return centred;
  return glow_formula(bias.rescale.size() == 1 ? bias.rescale[0] : bias.rescale[channel], centred);
}

Integer activation_formula(const ConvLayer& layer, const Integer& y) {
  const Integer z = layer.requantization.zero_point;
  switch (layer.activation.kind) {
    case Activation::Kind::none: return y;
    case Activation::Kind::relu: return y < z ? z : y;
    case Activation::Kind::clip:
      return std::min<Integer>(std::max<Integer>(y, layer.activation.clip.lo), layer.activation.clip.hi);
    case Activation::Kind::leaky_relu: return y < z ? Integer(glow_formula(*layer.activation.leaky, y - z) + z) : y;
  }
  return y;
}

bool fits_int32(const Integer& value) { return value >= INT32_MIN && value <= INT32_MAX; }

}  // namespace

Integer naive_requantize(const Parameters& parameters, const Integer& accumulator, const Integer& zero_point) {
  const std::string& name = parameters.scheme;
  if (name == "glow") return glow_formula(parameters, accumulator) + zero_point;
  if (name == "tflite_double_rounding") return double_rounding_formula(parameters, accumulator) + zero_point;
  if (name == "tflite_single_rounding") return single_rounding_formula(parameters, accumulator) + zero_point;
  return ideal_formula(parameters, accumulator) + zero_point;
}

NaiveAnswer naive_convolution(const ConvLayer& layer) {
  const ConvShape& s = layer.shape;
  const std::int64_t height =
      positions(s.in_height + s.pad_top + s.pad_bottom, s.kernel_height, s.dilation_height, s.stride_height);
  const std::int64_t width =
      positions(s.in_width + s.pad_left + s.pad_right, s.kernel_width, s.dilation_width, s.stride_width);
  const std::int64_t group_inputs = s.in_channels / s.groups;
  const std::int64_t group_outputs = s.out_channels / s.groups;
  NaiveAnswer answer;
  answer.accumulator.assign(static_cast<std::size_t>(s.batch * height * width * s.out_channels), 0);
  for (const Element& element : padded_input(layer)) {
    const std::int64_t group = element.c / group_inputs;
    for (std::int64_t kh = 0; kh < s.kernel_height; ++kh) {
      for (std::int64_t kw = 0; kw < s.kernel_width; ++kw) {
        const std::int64_t h = output_that_sees(element.y, kh, s.dilation_height, s.stride_height, height);
        const std::int64_t w = output_that_sees(element.x, kw, s.dilation_width, s.stride_width, width);
        if (h < 0 || w < 0) continue;
        for (std::int64_t o = group * group_outputs; o < (group + 1) * group_outputs; ++o) {
          const auto tap = static_cast<std::size_t>(((o * s.kernel_height + kh) * s.kernel_width + kw) * group_inputs +
                                                    element.c % group_inputs);
          const auto& zero_points = layer.filter_zero_point;
          const std::int64_t zero_point =
              zero_points.size() == 1 ? zero_points[0] : zero_points[static_cast<std::size_t>(o)];
          const auto at = static_cast<std::size_t>(((element.n * height + h) * width + w) * s.out_channels + o);
          answer.accumulator[at] += element.value * (layer.filter[tap] - zero_point);
        }
      }
    }
  }
  const Requantization& rq = layer.requantization;
  for (std::size_t at = 0; at < answer.accumulator.size(); ++at) {
    const std::size_t channel = at % static_cast<std::size_t>(s.out_channels);
    const Integer bias = bias_formula(layer, channel);
    answer.accumulator[at] += bias;
    answer.accumulators_fit = answer.accumulators_fit && fits_int32(bias) && fits_int32(answer.accumulator[at]);
    const Parameters& parameters = rq.parameters.size() == 1 ? rq.parameters[0] : rq.parameters[channel];
    const Integer y = activation_formula(layer, naive_requantize(parameters, answer.accumulator[at], rq.zero_point));
    answer.output.push_back(std::min<Integer>(std::max<Integer>(y, rq.output.lo), rq.output.hi));
  }
  return answer;
}

}  // namespace halflsb
