// Lemmas B19 and B20: a rescaled bias and the output behind it, against every sum and every bias.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/bound/layer.h"
#include "reference/tests/brute_bound.h"
#include "reference/tests/draw_question.h"

namespace halflsb {
namespace {

LayerQuestion draw_layer(Draw& draw, std::int64_t biases) {
  LayerQuestion layer;
  layer.output = draw_question(draw);
  layer.output.offset = 0;
  layer.output.accumulator.hi = layer.output.accumulator.lo + draw.between(0, 40);
  layer.bias_zero_point = draw.pick({0, 0, 3, -128});
  layer.bias = steps_of(glow_parameters(draw.small(0, 3), draw.positive(6), draw.small(0, 6)), 0);
  layer.bias.steps.insert(layer.bias.steps.begin() + 1, add_step("centre", -layer.bias_zero_point, 32));
  layer.bias_factor = draw_factor(draw, slope_of(layer.bias));
  const Integer lo = draw.between(-300, 300);
  layer.bias_values = {lo, lo + biases};
  return layer;
}

struct Both {
  Rational max, min;
};

Rational error_at(const LayerQuestion& layer, const Integer& sum, const Integer& b) {
  const Integer n = sum + evaluate(layer.bias, b);
  const Rational real =
      (Rational(sum) + Rational(b - layer.bias_zero_point) * layer.bias_factor) * layer.output.factor +
      Rational(layer.output.zero_point);
  return clamped(Rational(evaluate(layer.output.scheme, n)), layer.output.output) - clamped(real, layer.output.output);
}

Both brute_force(const LayerQuestion& layer) {
  std::optional<Both> both;
  for (Integer b = layer.bias_values.lo; b <= layer.bias_values.hi; ++b) {
    for (Integer sum = layer.output.accumulator.lo; sum <= layer.output.accumulator.hi; ++sum) {
      const Rational e = error_at(layer, sum, b);
      if (!both) both = Both{e, e};
      both->max = std::max(both->max, e);
      both->min = std::min(both->min, e);
    }
  }
  return *both;
}

RC_GTEST_PROP(LemmaB19, EveryBiasIsExact, ()) {
  Draw draw{rc::Random(*a_seed())};
  const LayerQuestion layer = draw_layer(draw, draw.between(0, 12));
  const auto got = layer_bound(layer);
  RC_TAG(got.has_value());
  if (!got) return;
  const Both want = brute_force(layer);
  RC_ASSERT(got->exact);
  RC_ASSERT(got->max.value == want.max);
  RC_ASSERT(got->min.value == want.min);
  RC_ASSERT(error_at(layer, *got->max.sum, *got->max.bias) == want.max);
  RC_ASSERT(error_at(layer, *got->min.sum, *got->min.bias) == want.min);
}

RC_GTEST_PROP(LemmaB20, ABiasRangeIsEnclosed, ()) {
  Draw draw{rc::Random(*a_seed())};
  LayerQuestion layer = draw_layer(draw, kMostBiases);
  const auto got = layer_bound(layer);
  if (!got) return;
  RC_ASSERT(!got->exact);
  for (int look = 0; look < 5; ++look) {
    LayerQuestion one = layer;
    one.bias_values.lo = one.bias_values.hi = layer.bias_values.lo + draw.between(0, kMostBiases);
    const Both inside = brute_force(one);
    RC_ASSERT(inside.max <= got->max.value);
    RC_ASSERT(inside.min >= got->min.value);
  }
}

}  // namespace
}  // namespace halflsb
