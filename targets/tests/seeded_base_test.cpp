// The seeded targets' registry, and their bases: these agree with the portable kernels.
#include <filesystem>
#include <set>

#include "targets/portable/domains.h"
#include "targets/seeded/base/conv2d.h"
#include "targets/tests/random_conv2d.h"
#include "targets/tests/seeded_run.h"

namespace halflsb::seeded {
namespace {

using portable::Conv2dCase;

bool same(const halflsb_range& a, const halflsb_range& b) { return a.min == b.min && a.max == b.max; }

bool same(const halflsb_domain& a, const halflsb_domain& b) {
  return same(a.pre, b.pre) && same(a.post, b.post) && same(a.scale, b.scale) && same(a.multiplier, b.multiplier) &&
         same(a.shift, b.shift) && same(a.zero_point, b.zero_point) && a.output_types == b.output_types &&
         a.input_types == b.input_types && a.bias_types == b.bias_types && a.activations == b.activations &&
         same(a.in_channels, b.in_channels) && same(a.out_channels, b.out_channels) && same(a.kernel, b.kernel) &&
         same(a.stride, b.stride) && same(a.dilation, b.dilation) && same(a.pad, b.pad) && same(a.groups, b.groups) &&
         a.per_channel == b.per_channel && a.filter_zero_point == b.filter_zero_point &&
         a.bias_rescaled == b.bias_rescaled;
}

TEST(SeededRegistry, IsWellFormed) {
  std::set<std::string> names;
  for (const halflsb_target* t : all_targets()) {
    const std::string name = t->name;
    EXPECT_EQ(t->struct_size, sizeof *t);
    EXPECT_EQ(t->domain.struct_size, sizeof t->domain);
    EXPECT_EQ(t->abi_version, HALFLSB_ABI_VERSION);
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_."), std::string::npos) << name;
    EXPECT_EQ(name.rfind("seeded_" + std::string(t->kind) + "_", 0), 0u) << name;
    EXPECT_NE(t->scheme != nullptr, t->tolerance != nullptr) << name;
    ASSERT_NE(t->defect, nullptr) << name;
    EXPECT_EQ(std::string(t->defect).find('\n'), std::string::npos) << name;
    EXPECT_NE(*t->defect, '\0') << name;
    EXPECT_EQ(std::string(t->kind) == "requantize", t->requantize != nullptr) << name;
    EXPECT_EQ(std::string(t->kind) == "conv2d", t->conv2d != nullptr) << name;
  }
  EXPECT_GE(names.size(), 62u);
}

// Tests run in the repo root.
TEST(SeededRegistry, HoldsEveryFile) {
  std::set<std::string> files, names;
  for (const auto& entry : std::filesystem::directory_iterator("targets/seeded")) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".cpp" && path.stem() != "registry") files.insert("seeded_" + path.stem().string());
  }
  for (const halflsb_target* t : all_targets()) names.insert(t->name);
  EXPECT_EQ(files, names);
}

TEST(SeededBase, DomainsAreThoseOfThePortableTargets) {
  EXPECT_TRUE(same(glow_domain(), portable::requantize_glow_domain()));
  EXPECT_TRUE(same(q31_domain(), portable::requantize_q31_domain()));
  EXPECT_TRUE(same(conv2d_glow_domain(false), portable::conv2d_glow_domain(false)));
  EXPECT_TRUE(same(conv2d_glow_domain(true), portable::conv2d_glow_domain(true)));
  EXPECT_TRUE(same(conv2d_q31_domain(), portable::conv2d_q31_domain()));
}

TEST(SeededBase, RequantizeGlowIsThePortableOne) {
  for (int32_t pre = 0; pre < 32; ++pre) {
    for (int32_t post = 0; post < 32; ++post) {
      for (const int32_t scale : {1, 2, 3, 420, 1 << 30, kMax}) {
        expect_equal(run_requantize<PlainRequantize<Glow>>, portable::requantize_glow_scalar, glow(pre, scale, post));
      }
    }
  }
}

TEST(SeededBase, RequantizeTfliteIsThePortableOne) {
  for (int32_t shift = -31; shift <= 30; ++shift) {
    for (const int32_t multiplier : {kMin, -1, 0, 1, 1 << 30, 1583594044, kMax}) {
      const halflsb_rescale r = q31(multiplier, shift);
      expect_equal(run_requantize<PlainRequantize<TfliteDouble>>, portable::requantize_tflite_double_scalar, r);
      expect_equal(run_requantize<PlainRequantize<TfliteSingle>>, portable::requantize_tflite_single_scalar, r);
    }
  }
}

// Factors of at most 24 bits: N * factor has 56 and is exact in long double.
TEST(SeededBase, RequantizeIdealIsWithinHalfAnLsb) {
  const Values values = boundary_values();
  for (const double mantissa : {1.0, -1.0, 0.75, 16777215.0, 0.011111111380159855}) {
    for (const int exponent : {-149, -60, -32, -31, -24, -8, -1, 0, 1, 20, 120}) {
      const double factor = std::ldexp(mantissa, exponent);
      const Values got = run(run_requantize<PlainRequantize<Ideal>>, values, ideal(factor), kI32).output;
      for (size_t i = 0; i < values.size(); ++i) {
        const long double real = std::clamp<long double>(values[i] * static_cast<long double>(factor), kMin, kMax);
        ASSERT_LE(std::abs(got[i] - real), 0.5L) << values[i] << " * " << factor;
      }
    }
  }
}

void expect_equal_conv2d(Conv2dFunction base, Conv2dFunction portable, bool leaky, bool per_channel, uint32_t seed) {
  portable::RandomConv2d random(seed);
  for (int problem = 0; problem < 1500; ++problem) {
    Conv2dCase c = random.next(leaky, per_channel);
    const Values want = c.run(portable);
    ASSERT_EQ(static_cast<int64_t>(want.size()), c.output_count());
    ASSERT_EQ(c.run(base), want) << "problem " << problem;
  }
}

TEST(SeededBase, Conv2dIsThePortableOne) {
  expect_equal_conv2d(run_conv2d<PlainConv2d<Glow>>, portable::conv2d_glow_scalar, true, false, 11);
  expect_equal_conv2d(run_conv2d<PlainConv2d<Glow>>, portable::conv2d_glow_per_channel, true, true, 12);
  expect_equal_conv2d(run_conv2d<PlainConv2d<TfliteDouble>>, portable::conv2d_tflite, false, true, 13);
}

}  // namespace
}  // namespace halflsb::seeded
