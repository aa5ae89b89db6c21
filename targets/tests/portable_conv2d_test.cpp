// Convolution: cases worked out by hand for every kernel, and AVX2 against scalar over random shapes.
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

#include "targets/portable/kernels.h"
#include "targets/tests/conv2d_case.h"
#include "targets/tests/has_avx2.h"
#include "targets/tests/random_conv2d.h"

namespace halflsb::portable {
namespace {

using Conv2dKernel = int (*)(const halflsb_conv2d_args*);
using Values = std::vector<int32_t>;

std::vector<Conv2dKernel> glow_kernels() {
  std::vector<Conv2dKernel> kernels{conv2d_glow_scalar, conv2d_glow_per_channel};
  if (has_avx2()) kernels.push_back(conv2d_glow_avx2);
  return kernels;
}

std::vector<Conv2dKernel> all_kernels() {
  std::vector<Conv2dKernel> kernels = glow_kernels();
  kernels.insert(kernels.end(), {conv2d_tflite, conv2d_tflite_single});
  if (has_avx2()) kernels.push_back(conv2d_tflite_avx2);
  return kernels;
}

TEST(Conv2d, GlowByHand) {
  Conv2dCase c;
  c.args.in_height = c.args.in_width = c.args.kernel_height = c.args.kernel_width = 2;
  c.set_output_size();
  c.input = {0x80, 127, 3, 4};  // centred 0, 255, 131, 132
  c.args.input_zero_point = -128;
  c.filter = {22, 23, 21, 24};  // centred 0, 1, -1, 2
  c.filter_zero_point = {22};
  c.bias = {12};  // N = 255 - 131 + 264 + 12 = 400
  c.rescale[0] = {1, 15, 420, 0, 0, 0};
  c.args.output_zero_point = -128;
  for (Conv2dKernel kernel : glow_kernels()) EXPECT_EQ(c.run(kernel), Values{3 - 128});  // (200 * 420 + 16384) >> 15
}

// Identity rescaling in all three schemes: (N * 2^30 * 2) / 2^31.
TEST(Conv2d, AsymmetricPadding) {
  Conv2dCase c;
  c.args.kernel_height = c.args.kernel_width = 2;
  c.args.pad_left = c.args.pad_bottom = 1;
  c.set_output_size();
  c.input = {3};
  c.filter = {1, 10, 2, 4};
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{30});  // tap (0, 1) alone
  c.args.input_zero_point = 1;  // padding is the zero point, that is nothing
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{20});
}

TEST(Conv2d, OnlyTheWholeAccumulatorMustFit) {
  Conv2dCase c;
  c.args.in_channels = 40000;
  c.args.input_type = c.args.filter_type = HALFLSB_U8;
  c.args.output_type = HALFLSB_I32;
  c.args.output_min = std::numeric_limits<int32_t>::min();
  c.args.output_max = std::numeric_limits<int32_t>::max();
  c.set_output_size();
  c.input.assign(40000, 255);
  c.filter.assign(40000, 255);  // 2601000000
  c.bias = {-2000000000};
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{601000000});
}

TEST(Conv2d, BiasOf33Bits) {
  Conv2dCase c;
  c.args.output_type = HALFLSB_I32;
  c.args.output_max = std::numeric_limits<int32_t>::max();
  c.set_output_size();
  c.input = {0};
  c.filter = {0};
  c.bias = {std::numeric_limits<int32_t>::max()};
  c.args.bias_zero_point = -1;
  c.args.bias_rescaled = 1;
  c.bias_rescale[0] = {0, 8, 1, 0, 0, 0};
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{1 << 23});
  c.bias = {std::numeric_limits<int32_t>::min()};
  c.args.bias_zero_point = std::numeric_limits<int32_t>::max();
  c.bias_rescale[0] = {31, 0, 5, 0, 0, 0};  // -(2^32 - 1) >> 31 = -2
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{-10});
}

TEST(Conv2d, Activations) {
  Conv2dCase c;
  c.set_output_size();
  c.input = {10};
  c.filter = {0xff};  // N = -10
  c.args.output_zero_point = 3;
  c.args.activation = HALFLSB_ACTIVATION_RELU;
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{3});
  c.args.activation = HALFLSB_ACTIVATION_CLIP;
  c.args.clip_min = -5;
  c.args.clip_max = 90;
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{-5});
  c.args.clip_max = -20;  // min(max(-7, -5), -20)
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{-20});
  c.args.activation = HALFLSB_ACTIVATION_LEAKY_RELU;
  c.args.leaky = {0, 1, 1, 0, 0, 0};  // (-10 + 1) >> 1 = -5
  for (Conv2dKernel kernel : glow_kernels()) EXPECT_EQ(c.run(kernel), Values{-2});
  EXPECT_EQ(c.run(conv2d_tflite), Values{});
  // N = -2^31 rescales to near -2^62, and leaks to near -2^93: in 64 bits that wraps to something positive.
  c.bias = {std::numeric_limits<int32_t>::min() + 10};
  c.rescale[0] = c.args.leaky = {0, 0, std::numeric_limits<int32_t>::max(), 0, 0, 0};
  for (Conv2dKernel kernel : glow_kernels()) EXPECT_EQ(c.run(kernel), Values{-128});
}

// Every pair must agree on every problem; and the problems must be ones on which agreement says something.
void expect_equal(const std::vector<Conv2dKernel>& kernels, bool leaky, bool per_channel, uint32_t seed) {
  RandomConv2d random(seed);
  int64_t inside = 0;
  int64_t outputs = 0;
  for (int problem = 0; problem < 3000; ++problem) {
    Conv2dCase c = random.next(leaky, per_channel);
    const Values want = c.run(kernels[0]);
    ASSERT_EQ(static_cast<int64_t>(want.size()), c.output_count());
    for (size_t k = 1; k < kernels.size(); ++k) {
      ASSERT_EQ(c.run(kernels[k]), want) << "problem " << problem << " kernel " << k;
    }
    for (const int32_t v : want)
      inside += v > c.args.output_min && v < c.args.output_max && v != c.args.output_zero_point;
    outputs += c.output_count();
  }
  EXPECT_GT(inside, outputs / 4);
}

TEST(Conv2d, GlowKernelsAgree) { expect_equal(glow_kernels(), true, false, 1); }

TEST(Conv2d, GlowPerChannelKernelsAgree) {
  if (!has_avx2()) GTEST_SKIP() << "no AVX2 here";
  expect_equal({conv2d_glow_per_channel, conv2d_glow_avx2}, true, true, 2);
}

TEST(Conv2d, TfliteKernelsAgree) {
  if (!has_avx2()) GTEST_SKIP() << "no AVX2 here";
  expect_equal({conv2d_tflite, conv2d_tflite_avx2}, false, true, 3);
}

// More than one im2col tile, both kinds of filter packing, every remainder of the 6 x 16 register tile.
TEST(Conv2d, TilesAndRemainders) {
  if (!has_avx2()) GTEST_SKIP() << "no AVX2 here";
  std::mt19937 random(4);
  for (const int32_t channels : {1, 15, 16, 17, 33, 64}) {
    for (const int32_t outputs : {1, 7, 8, 9, 16, 17, 24, 31}) {
      for (const int32_t width : {5, 6, 7, 101}) {
        Conv2dCase c;
        c.args.in_channels = channels;
        c.args.out_channels = outputs;
        c.args.in_width = width;
        c.args.kernel_width = c.args.in_height = 3;
        c.args.pad_left = 2;
        c.args.pad_right = 1;
        c.set_output_size();
        for (int32_t i = 0; i < 3 * width * channels; ++i) c.input.push_back(static_cast<uint8_t>(random()));
        for (int32_t i = 0; i < 3 * outputs * channels; ++i) c.filter.push_back(static_cast<uint8_t>(random()));
        c.args.input_zero_point = -128;
        c.filter_zero_point = {127};
        c.rescale = {{0, 12, 1, 0, 0, 0}};
        ASSERT_EQ(c.run(conv2d_glow_avx2), c.run(conv2d_glow_scalar)) << channels << " " << outputs << " " << width;
      }
    }
  }
}

// The farthest corners of the geometry: positions beyond int32, a kernel that sees padding alone.
TEST(Conv2d, PositionsBeyond32Bits) {
  Conv2dCase c;
  c.args.kernel_width = 65536;
  c.args.dilation_width = 65536;  // reach: 65535 * 65536 > 2^31
  c.args.in_width = 7;
  c.args.pad_left = 65536;
  c.args.out_height = c.args.out_width = 1;
  c.input = {1, 2, 3, 4, 5, 6, 7};
  c.filter.assign(65536, 9);
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{9});  // x[0], met by tap 1
  c.args.pad_left = 65535;
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{18});
  c.args.pad_left = 65529;
  for (Conv2dKernel kernel : all_kernels()) EXPECT_EQ(c.run(kernel), Values{0});
}

}  // namespace
}  // namespace halflsb::portable
