// Other people's convolutions on the shapes of real networks, where they are right: spatially reduced, weights from -127 on as models have
// them, per tensor and per channel. HALFLSB_DATA names the folder with shapes.json.
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "harness/check/check.h"
#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/generate/health.h"
#include "harness/generate/random.h"
#include "harness/problem/text.h"
#include "harness/readers/read_file.h"

namespace halflsb {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kMostMultiplications = 3'000'000;
constexpr std::size_t kLayers = 80;

// At most two output pixels each way.
ConvShape reduced(const Json& json) {
  ConvShape s;
  const auto number = [&json](const char* key) { return json.at(key).get<std::int64_t>(); };
  const auto pad = json.at("pad").get<std::array<std::int64_t, 4>>();
  const auto stride = json.at("stride").get<std::array<std::int64_t, 2>>();
  const auto dilation = json.at("dil").get<std::array<std::int64_t, 2>>();
  s.in_channels = number("C");
  s.out_channels = number("K");
  s.kernel_height = number("R");
  s.kernel_width = number("S");
  s.groups = number("groups");
  s.stride_height = stride[0];
  s.stride_width = stride[1];
  s.dilation_height = dilation[0];
  s.dilation_width = dilation[1];
  s.pad_top = pad[0];
  s.pad_left = pad[1];
  s.pad_bottom = pad[2];
  s.pad_right = pad[3];
  s.in_height = std::min(number("H"), std::max<std::int64_t>(1, s.dilation_height * (s.kernel_height - 1) + 1 +
                                                                    s.stride_height - pad[0] - pad[2]));
  s.in_width = std::min(number("W"), std::max<std::int64_t>(1, s.dilation_width * (s.kernel_width - 1) + 1 +
                                                                   s.stride_width - pad[1] - pad[3]));
  return s;
}

ConvLayer layer_of(const ConvShape& shape, const Recipe& recipe, bool per_channel, Random& random) {
  ConvLayer layer;
  layer.shape = shape;
  layer.input_zero_point = random.between(-128, 127);
  for (std::int64_t i = 0; i < shape.input_size(); ++i)
    layer.input.push_back(static_cast<std::int16_t>(random.between(-128, 127)));
  for (std::int64_t i = 0; i < shape.filter_size(); ++i)
    layer.filter.push_back(static_cast<std::int16_t>(random.between(-127, 127)));
  layer.bias = Bias{};
  for (std::int64_t o = 0; o < shape.out_channels; ++o) {
    layer.bias->data.push_back(static_cast<std::int32_t>(random.between(-10'000, 10'000)));
  }
  // Sums of so many products are some 50 times as large, so that few outputs saturate.
  const Rational size(static_cast<std::int64_t>(100 * std::sqrt(static_cast<double>(shape.depth()))));
  for (std::int64_t o = 0; o < (per_channel ? shape.out_channels : 1); ++o) {
    const Rational factor = Rational(random.between(1'000'000, 2'000'000), 2'000'000) / size;
    layer.requantization.parameters.push_back(recipe.derive({factor, std::nullopt, {}}).value());
  }
  layer.requantization.zero_point = random.between(-128, 127);
  layer.requantization.output = {-128, 127};
  return layer;
}

void expect_agreement(const std::string& name) {
  const char* data = std::getenv("HALFLSB_DATA");
  if (data == nullptr) GTEST_SKIP() << "HALFLSB_DATA is not set: the shapes are not part of the project";
  const RegisteredTarget* registered = find_target(name);
  if (registered == nullptr || !machine_supports(*registered->target)) GTEST_SKIP() << name << " is absent";
  const halflsb_target& target = *registered->target;
  const auto text = read_file(std::string(data) + "/shapes.json", std::size_t{1} << 26);
  ASSERT_TRUE(text.ok());
  const Json shapes = Json::parse(*text).at("shapes");
  Random random(1);
  Checker checker;
  Health health;
  std::size_t agreed = 0;
  for (std::size_t i = 0; i < shapes.size() && agreed < kLayers; i += shapes.size() / (4 * kLayers)) {
    const ConvShape shape = reduced(shapes[i]);
    if (std::min(shape.pad_bottom, shape.pad_right) < 0) continue;  // where the stride leaves a rest
    if (shape.out_height() < 1 || shape.out_width() < 1 || shape.multiplications() > kMostMultiplications) continue;
    const bool per_channel = target.domain.per_channel != 0;
    const Problem problem = layer_of(shape, *find_recipe(target.scheme), per_channel, random);
    if (outside_domain(target, problem).starts_with("stride")) continue;  // a deconvolution's
    ASSERT_EQ(outside_domain(target, problem), "");
    const Expected expected = expect(problem);
    health.count(problem, expected);
    const Outcome outcome = checker.check(target, problem, expected);
    EXPECT_EQ(outcome.verdict, Verdict::pass)
        << shapes[i].at("name") << (outcome.mismatch ? outcome.mismatch->want : outcome.detail);
    ++agreed;
  }
  EXPECT_GE(agreed, 60U);
  EXPECT_LT(health.at_rail * 2, health.outputs);  // most outputs can show something
}

TEST(LayersOfRealNetworks, XnnpackPerTensor) { expect_agreement("xnnpack_qs8_conv_avx2"); }
TEST(LayersOfRealNetworks, XnnpackPerTensorSse2) { expect_agreement("xnnpack_qs8_conv_sse2"); }
TEST(LayersOfRealNetworks, XnnpackPerChannel) { expect_agreement("xnnpack_qc8_conv_avx2"); }
TEST(LayersOfRealNetworks, XnnpackDeconvolution) { expect_agreement("xnnpack_qs8_deconv_avx2"); }
TEST(LayersOfRealNetworks, XnnpackStridedDeconvolution) { expect_agreement("xnnpack_qs8_deconv2_sse2"); }
TEST(LayersOfRealNetworks, OnednnPerChannel) { expect_agreement("onednn_s8_conv_plain"); }

}  // namespace
}  // namespace halflsb
