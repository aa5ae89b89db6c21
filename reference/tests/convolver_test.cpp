// The fast convolution against the definition, output by output, on layers wide enough to fill vectors; and each of its loops
// against the plain twin that machines without AVX2 run.
#include "reference/conv/convolver.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/conv/depthwise.h"
#include "reference/conv/dot.h"
#include "reference/tests/parameters.h"
#include "reference/tests/random_layer.h"

namespace halflsb {
namespace {

std::vector<std::int16_t> draw_bytes(Draw& draw, std::int64_t count, ElementType type) {
  std::vector<std::int16_t> data(static_cast<std::size_t>(count));
  const int kind = draw.small(0, 3);
  for (auto& x : data) {
    x = static_cast<std::int16_t>(kind == 0 ? draw.pick({smallest(type), largest(type)})
                                            : draw.between(smallest(type), largest(type)));
  }
  return data;
}

template <class T>
void stretch(std::vector<T>& per_channel, std::int64_t channels) {
  if (per_channel.size() <= 1) return;
  const std::vector<T> few = per_channel;
  per_channel.clear();
  for (std::size_t i = 0; i < static_cast<std::size_t>(channels); ++i) per_channel.push_back(few[i % few.size()]);
}

// A random layer with more channels: around every multiple of 4, 8 and 16, depthwise as often as not in groups.
ConvLayer draw_wide_layer(Draw& draw) {
  ConvLayer layer = random_layer(draw);
  ConvShape& s = layer.shape;
  const std::int64_t groups = draw.one_in(3) ? draw.small(2, 40) : draw.pick({1, 1, 2, 3});
  const bool depthwise = groups > 3;
  s.groups = groups;
  s.in_channels = groups * (depthwise ? 1 : draw.small(1, 40));
  s.out_channels = groups * (depthwise && draw.one_in(2) ? 1 : draw.small(1, depthwise ? 2 : 20));
  layer.input = draw_bytes(draw, s.input_size(), layer.input_type);
  layer.filter = draw_bytes(draw, s.filter_size(), layer.filter_type);
  stretch(layer.filter_zero_point, s.out_channels);
  stretch(layer.requantization.parameters, s.out_channels);
  if (layer.bias) {
    const auto few = layer.bias->data;
    layer.bias->data.clear();
    for (std::size_t o = 0; o < static_cast<std::size_t>(s.out_channels); ++o) {
      layer.bias->data.push_back(few[o % few.size()]);
    }
    stretch(layer.bias->rescale, s.out_channels);
  }
  return layer;
}

RC_GTEST_PROP(Convolver, EqualsTheDefinition, ()) {
  static Convolver convolver;  // what the last layer left in its buffers must not show
  Draw draw{rc::Random(*a_seed())};
  const ConvLayer layer = draw_wide_layer(draw);
  RC_ASSERT(!invalid(layer).has_value());
  const ConvResult want = convolve_one_by_one(layer);
  const ConvResult& got = convolver(layer);
  RC_CLASSIFY(!want.accumulators_fit, "does not fit int32");
  RC_CLASSIFY(is_depthwise(layer.shape), "depthwise");
  RC_ASSERT(got.accumulators_fit == want.accumulators_fit);
  RC_ASSERT(got.accumulator.narrow.empty() != want.accumulators_fit);  // the fast path is taken wherever it can be
  RC_ASSERT(got.output == want.output);
  RC_ASSERT(got.accumulator.size() == want.accumulator.size());
  for (std::size_t i = 0; i < want.accumulator.size(); ++i) RC_ASSERT(got.accumulator[i] == want.accumulator[i]);
}

RC_GTEST_PROP(LemmaC1, DotProductsEqualTheirPlainTwin, ()) {
  Draw draw{rc::Random(*a_seed())};
  const std::int64_t size = kRowUnit * draw.small(1, 5);
  const std::int64_t pixels = draw.small(1, 5);
  const std::int64_t outputs = draw.small(1, 9);
  const std::int64_t rows = rounded_up(outputs, kFilterUnit);
  const auto centred = [&](std::int64_t count) {
    std::vector<std::int16_t> data(static_cast<std::size_t>(count));
    const int kind = draw.small(0, 2);
    for (auto& x : data) x = static_cast<std::int16_t>(kind == 0 ? draw.pick({-255, 255}) : draw.small(-255, 255));
    return data;
  };
  const auto patches = centred(pixels * size);
  auto filter = centred(rows * size);
  std::fill(filter.begin() + outputs * size, filter.end(), std::int16_t{0});
  std::vector<std::int32_t> bias(static_cast<std::size_t>(rows), 0);
  const bool near = draw.one_in(2);  // the rails, so that some sums just leave int32
  for (std::int64_t o = 0; o < outputs; ++o) {
    bias[static_cast<std::size_t>(o)] =
        static_cast<std::int32_t>(near ? draw.pick({INT32_MIN, INT32_MAX}) / draw.small(1, 2) : draw.small(-9, 9));
  }
  const FilterRows filters{filter.data(), bias.data(), outputs, size};
  std::vector<std::int32_t> got(static_cast<std::size_t>(pixels * outputs));
  std::vector<std::int32_t> want(got.size());
  const bool fits = dot_products(patches.data(), pixels, filters, got.data(), outputs);
  RC_ASSERT(dot_products_plain(patches.data(), pixels, filters, want.data(), outputs) == fits);
  RC_CLASSIFY(!fits, "does not fit int32");
  if (fits) RC_ASSERT(got == want);
}

RC_GTEST_PROP(LemmaC1, DepthwiseSumsEqualTheirPlainTwin, ()) {
  Draw draw{rc::Random(*a_seed())};
  ConvLayer layer = random_layer(draw);
  ConvShape& s = layer.shape;
  s.groups = s.in_channels = s.out_channels = draw.small(2, 20);
  layer.input = draw_bytes(draw, s.input_size(), layer.input_type);
  Patches patches;
  patches.set(layer);
  const std::int64_t size = rounded_up(s.out_channels, kChannelUnit);
  std::vector<std::int16_t> taps(static_cast<std::size_t>(s.depth() * size), 0);
  std::vector<std::int32_t> bias(static_cast<std::size_t>(size), 0);
  const bool near = draw.one_in(2);
  for (std::int64_t c = 0; c < s.out_channels; ++c) {
    bias[static_cast<std::size_t>(c)] = near && draw.one_in(2) ? draw.pick({INT32_MIN, INT32_MAX}) : draw.small(-9, 9);
    for (std::int64_t tap = 0; tap < s.depth(); ++tap) {
      taps[static_cast<std::size_t>(tap * size + c)] = static_cast<std::int16_t>(draw.small(-255, 255));
    }
  }
  const TapRows rows{taps.data(), bias.data(), size};
  std::vector<std::int32_t> got(static_cast<std::size_t>(s.output_size()));
  std::vector<std::int32_t> want(got.size());
  const bool fits = depthwise_sums(s, patches, rows, got.data());
  RC_ASSERT(depthwise_sums_plain(s, patches, rows, want.data()) == fits);
  RC_CLASSIFY(!fits, "does not fit int32");
  if (fits) RC_ASSERT(got == want);
}

TEST(Patches, CentringEqualsItsPlainTwin) {
  Draw draw{rc::Random(3)};
  for (std::int64_t count = 0; count <= 70; ++count) {
    const auto data = draw_bytes(draw, count, ElementType::u8);
    std::vector<std::int16_t> got(data.size());
    std::vector<std::int16_t> want(data.size());
    centre(data.data(), count, 255, got.data());
    centre_plain(data.data(), count, 255, want.data());
    EXPECT_EQ(got, want) << count;
  }
}

}  // namespace
}  // namespace halflsb
