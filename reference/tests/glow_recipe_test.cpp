// Glow's own choice of pre, scale and post, against the same recipe in real float arithmetic (after pytorch/glow@05dd99b9,
// quantizeScaleOffset32To8). Lemma S4 says that exact rationals take the same decisions.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "reference/exact/binary_float.h"
#include "reference/tests/draw.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

float float_of(std::uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// In float throughout. The multiplier is returned as a float, since it leaves int from 2^31 on.
Parameters in_float_arithmetic(float s) {
  int exponent = 0;
  if (std::frexp(s, &exponent) == 0.5F) {
    if (std::ilogb(s) > 0) return glow_parameters(0, Integer(s), 0);
    return glow_parameters(0, 1, -std::ilogb(s));
  }
  int pre = 0;
  int post = 0;
  while (s < 0.5F || (s < 256.0F && post < 15)) {
    s *= 2.0F;
    ++post;
  }
  while (s < 255.0F && pre < post / 2) {
    s *= 2.0F;
    ++pre;
  }
  return glow_parameters(pre, Integer(std::round(s)), post);
}

Result<Parameters> derive(float s) {
  return find_recipe("glow")->derive({exact_value(static_cast<double>(s)), {}, {}});
}

testing::AssertionResult agrees(float s) {
  const auto derived = derive(s);
  if (derived.ok() && *derived == in_float_arithmetic(s)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << std::hexfloat << s;
}

TEST(LemmaS4, EveryExponentWithSpecialSignificands) {
  for (std::uint32_t exponent = 0; exponent < 255; ++exponent) {
    for (const std::uint32_t fraction : {0U, 1U, 2U, 3U, 0x3FFFFFU, 0x400000U, 0x400001U, 0x2AAAAAU, 0x555555U,
                                         0x7F0000U, 0x7E0000U, 0x7EFFFFU, 0x7F8000U, 0x7FC000U, 0x7FFFFEU, 0x7FFFFFU}) {
      if (exponent == 0 && fraction == 0) continue;
      ASSERT_TRUE(agrees(float_of(exponent << 23 | fraction)));
    }
  }
}

// 0.5, 255 and 256 end the loops; a half makes std::round decide.
TEST(LemmaS4, AroundTheThresholds) {
  for (const float threshold :
       {0.25F, 0.5F, 1.0F, 127.5F, 128.0F, 254.5F, 255.0F, 255.5F, 256.0F, 512.0F, 65536.5F, 8388607.5F}) {
    for (int scale = -40; scale <= 40; ++scale) {
      const float s = std::ldexp(threshold, scale);
      EXPECT_TRUE(agrees(s));
      EXPECT_TRUE(agrees(std::nextafter(s, 0.0F)));
      EXPECT_TRUE(agrees(std::nextafter(s, HUGE_VALF)));
    }
  }
}

// An unoptimized build takes a minute for the full count.
#ifdef NDEBUG
constexpr int kRandomFloats = 200000;
#else
constexpr int kRandomFloats = 30000;
#endif

TEST(LemmaS4, RandomFloats) {
  rc::Random random(32);
  Draw draw(random);
  for (int i = 0; i < kRandomFloats; ++i) {
    const auto fraction = static_cast<std::uint32_t>(draw.bits() >> 41);
    // Half of them where factors of real models lie.
    const auto exponent = static_cast<std::uint32_t>(i % 2 == 0 ? draw.small(110, 135) : draw.small(0, 254));
    const float s = float_of(exponent << 23 | fraction);
    if (s == 0) continue;
    ASSERT_TRUE(agrees(s));
  }
}

TEST(GlowRecipe, PowersOfTwo) {
  for (int e = -149; e <= 127; ++e) {
    const auto derived = find_recipe("glow")->derive({pow2_rational(e), {}, {}});
    ASSERT_TRUE(derived.ok());
    EXPECT_EQ(*derived, e > 0 ? glow_parameters(0, pow2(static_cast<unsigned>(e)), 0) : glow_parameters(0, 1, -e)) << e;
  }
}

TEST(GlowRecipe, KnownFactors) {
  EXPECT_EQ(derive(0.0064F).value(), glow_parameters(1, 419, 15));  // 0.0064 * 2^15 = 209.7, doubled once: 419.4
  EXPECT_EQ(derive(105.0F / 16384).value(), glow_parameters(1, 420, 15));
  EXPECT_EQ(derive(300.0F).value(), glow_parameters(0, 300, 0));
  EXPECT_EQ(derive(300.5F).value(), glow_parameters(0, 301, 0));
  EXPECT_EQ(derive(1.5F).value(), glow_parameters(0, 384, 8));
}

TEST(GlowRecipe, RoundsTheFactorToFloat32First) {
  const Rational exact(117, 10000);
  EXPECT_EQ(find_recipe("glow")->derive({exact, {}, {}}).value(), in_float_arithmetic(0.0117F));
  // 1 - 2^-30 is no power of two, but its float32 is.
  EXPECT_EQ(find_recipe("glow")->derive({1 - pow2_rational(-30), {}, {}}).value(), glow_parameters(0, 1, 0));
}

TEST(GlowRecipe, RefusesWhatHasNoFloat32AboveZero) {
  for (const Rational& factor :
       {Rational(0), Rational(-1, 2), pow2_rational(-150), pow2_rational(128), Rational(pow2(200))}) {
    EXPECT_FALSE(find_recipe("glow")->derive({factor, {}, {}}).ok()) << to_text(factor);
  }
}

// input * filter / output, each operation rounded to float32.
RC_GTEST_PROP(GlowRecipe, FormsTheFactorInFloat32, ()) {
  Draw draw{rc::Random(*a_seed())};
  const auto scale = [&] {
    const int exponent = draw.one_in(4) ? draw.small(0, 254) : draw.small(90, 140);
    return float_of(static_cast<std::uint32_t>(exponent) << 23 | static_cast<std::uint32_t>(draw.bits() >> 41) | 1U);
  };
  const float input = scale(), filter = scale(), output = scale();
  const float product = input * filter;
  const float factor = product / output;
  const auto exact = [](float value) { return exact_value(static_cast<double>(value)); };
  const FactorSource::Scales scales{exact(input), exact(filter), exact(output)};
  const auto derived = find_recipe("glow")->derive({scales.input * scales.filter / scales.output, scales, {}});
  if (!std::isfinite(product) || !std::isfinite(factor) || factor == 0.0F) {
    RC_ASSERT(!derived.ok());
  } else {
    RC_ASSERT(derived.ok());
    RC_ASSERT(*derived == in_float_arithmetic(factor));
  }
}

}  // namespace
}  // namespace halflsb
