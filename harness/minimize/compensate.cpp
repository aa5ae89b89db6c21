#include "harness/minimize/compensate.h"

#include "reference/conv/conv.h"

namespace halflsb {
namespace {

// One output per channel: the bias, which serves all outputs of a channel alike, can then stand for any change.
bool is_one_pixel(const ConvShape& shape) { return shape.output_size() == shape.out_channels; }

}  // namespace

std::optional<ConvLayer> compensated(const ConvLayer& before, ConvLayer after, const Rational& factor) {
  if (!is_one_pixel(before.shape) || !is_one_pixel(after.shape)) return std::nullopt;
  if (before.shape.out_channels != after.shape.out_channels) return std::nullopt;
  if (!after.bias) {
    if (before.input.size() + before.filter.size() <= kMuchData) return std::nullopt;
    after.bias.emplace();
    after.bias->data.resize(static_cast<std::size_t>(after.shape.out_channels));
  }
  if (after.bias->type != ElementType::i32 || !after.bias->rescale.empty() || invalid(after)) return std::nullopt;
  const ConvResult old = convolve(before);
  const ConvResult now = convolve(after);
  bool changed = false;
  for (std::size_t i = 0; i < old.accumulator.size(); ++i) {
    const Rational wanted = Rational(to_integer(old.accumulator[i])) * factor;
    const Integer change = round(wanted, RoundingMode::down) - to_integer(now.accumulator[i]);
    const Integer bias = after.bias->data[i] + change;
    if (bias < INT32_MIN || bias > INT32_MAX) return std::nullopt;
    after.bias->data[i] = bias.convert_to<std::int32_t>();
    changed = changed || change != 0;
  }
  if (!changed) return std::nullopt;
  return after;
}

}  // namespace halflsb
