// The schemes of libraries against their own arithmetic, written out in machine integers and floats.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstring>

#include "reference/exact/binary_float.h"
#include "reference/scheme/evaluate.h"
#include "reference/tests/draw.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

constexpr std::int64_t kTwo31 = std::int64_t{1} << 31;

std::int64_t out(const char* scheme, Parameters p, std::int64_t n, std::int64_t zero_point = 0) {
  p.scheme = scheme;
  return evaluate(steps_of(p, zero_point), n).convert_to<std::int64_t>();
}

std::int64_t saturate32(std::int64_t value) { return std::clamp<std::int64_t>(value, INT32_MIN, INT32_MAX); }

// A float32 factor whose product with an int32 is often beyond 32 bits, often below 1, often a tie.
float some_float(Draw& draw) {
  const auto significand = static_cast<float>(draw.one_in(2) ? draw.small(1, 64) : draw.small(1, (1 << 24) - 1));
  return std::ldexp(significand, draw.small(-50, 4));
}

RC_GTEST_PROP(LemmaS8, FloatFormsAreWhatFloatsCompute, ()) {
  Draw draw{rc::Random(*a_seed())};
  const float factor = some_float(draw);
  const std::int32_t n = draw.int32();
  const std::int32_t zero_point = draw.one_in(4) ? draw.int32() : draw.small(-128, 255);
  const Parameters p{"xnnpack_fp32", {{"factor", exact_value(factor)}}};
  const float product = static_cast<float>(n) * factor;
  const auto to_int = [](float value) {
    return saturate32(static_cast<std::int64_t>(std::nearbyint(std::clamp(value, -0x1p40F, 0x1p40F))));
  };
  RC_ASSERT(out("xnnpack_fp32", p, n, zero_point) == to_int(product) + zero_point);
  RC_ASSERT(out("onnx_qlinear", p, n, zero_point) == to_int(product) + zero_point);
  RC_ASSERT(out("onednn", p, n, zero_point) == to_int(product + static_cast<float>(zero_point)));
  if (std::fabs(product) < 0x1p31F) RC_ASSERT(out("fbgemm", p, n, zero_point) == to_int(product) + zero_point);
}

// The same where the zero point is added decides every tie when it is odd.
TEST(LemmaS8, TheZeroPointComesBeforeRoundingInOnednnAlone) {
  const Parameters half{"onednn", {{"factor", Rational(1, 2)}}};
  EXPECT_EQ(out("xnnpack_fp32", half, 1, 1), 1);  // 0.5 to 0, then + 1
  EXPECT_EQ(out("onednn", half, 1, 1), 2);        // 1.5 to 2
  EXPECT_EQ(out("onednn", half, 1, 2), 2);        // 2.5 to 2
}

RC_GTEST_PROP(LemmaS9, RndnuIsVqshlVqdmulhVrshl, ()) {
  Draw draw{rc::Random(*a_seed())};
  const std::int64_t n = draw.int32(), multiplier = draw.int32();
  const int shift = draw.small(-31, 12);
  const int post = std::max(-shift, 1), left = post + shift;
  const std::int64_t shifted = saturate32(n << left);
  const std::int64_t high = saturate32((shifted * multiplier) >> 31);
  RC_ASSERT(out("xnnpack_rndnu", q31_parameters("xnnpack_rndnu", multiplier, shift), n) ==
            ((high + (std::int64_t{1} << (post - 1))) >> post));
  if (shift <= -1) {  // one floor
    const Int128 product = static_cast<Int128>(n) * multiplier;
    const auto once = static_cast<std::int64_t>((product + (Int128{1} << (30 - shift))) >> (31 - shift));
    if (n != INT32_MIN || multiplier != INT32_MIN)
      RC_ASSERT(((high + (std::int64_t{1} << (post - 1))) >> post) == once);
  }
}

RC_GTEST_PROP(QnnpackPrecise, RoundsTheSizeAndPutsTheSignBack, ()) {
  Draw draw{rc::Random(*a_seed())};
  const std::int64_t n = draw.int32();
  const std::int64_t multiplier = draw.small(1 << 23, (1 << 24) - 1);
  const int right = draw.small(24, 55);  // of the 24-bit multiplier
  const std::uint64_t product = static_cast<std::uint64_t>(n < 0 ? -n : n) * static_cast<std::uint64_t>(multiplier);
  const auto size = static_cast<std::int64_t>((product + (std::uint64_t{1} << (right - 1))) >> right);
  RC_ASSERT(out("qnnpack_precise", q31_parameters("qnnpack_precise", multiplier << 7, 24 - right), n) ==
            (n < 0 ? -size : size));
}

std::int64_t divide_by_power_of_two(std::int64_t dividend, int exponent) {
  const std::int64_t mask = (std::int64_t{1} << exponent) - 1, rest = dividend & mask;
  const std::int64_t result = dividend >> exponent;
  return result + (rest > (mask >> 1) + (result < 0 ? 1 : 0) ? 1 : 0);
}

RC_GTEST_PROP(CmsisNn, AddsTwoTo30AndDividesHalfAwayFromZero, ()) {
  Draw draw{rc::Random(*a_seed())};
  const std::int64_t n = draw.int32(), multiplier = draw.int32();
  const int shift = draw.small(-31, 0);
  const std::int64_t high = (n * multiplier + kTwo31 / 2) >> 31;
  RC_ASSERT(out("cmsis_nn", q31_parameters("cmsis_nn", multiplier, shift), n) == divide_by_power_of_two(high, -shift));
}

RC_GTEST_PROP(LemmaS10, DoubleRoundIsTheStepsOfCmsisNn, ()) {
  Draw draw{rc::Random(*a_seed())};
  const std::int64_t n = draw.int32();
  const std::int64_t multiplier = draw.int32() & INT32_MAX;
  const int right = draw.small(2, 62);
  const std::int64_t half = std::int64_t{1} << (right - 1);
  if (multiplier < kTwo31 / 2 || right < 62) {  // the sum stays in 64 bits
    RC_ASSERT(out("tosa", q31_parameters("tosa", multiplier, 31 - right), n) == (n * multiplier + half) >> right);
  }
  if (right < 32) return;
  const std::int64_t twice = half + (n >= 0 ? kTwo31 / 2 : -kTwo31 / 2);
  RC_ASSERT(out("cmsis_nn", q31_parameters("cmsis_nn", multiplier, 31 - right), n) ==
            (n * multiplier + twice) >> right);
}

TEST(LibrarySchemes, TheirRecipesPickWhatTheLibrariesPick) {
  const auto derived = [](const char* scheme, const Rational& factor) {
    return find_recipe(scheme)->derive({factor, std::nullopt, {}});
  };
  // 0.75 = 0x3F400000: significand 0xC00000, XNNPACK's shift 0, QNNPACK's 24.
  EXPECT_EQ(*derived("xnnpack_rndnu", Rational(3, 4)), q31_parameters("xnnpack_rndnu", 0x60000000, 0));
  EXPECT_EQ(*derived("qnnpack_precise", Rational(3, 4)), q31_parameters("qnnpack_precise", 0x60000000, 0));
  EXPECT_EQ(*derived("tosa", Rational(3, 4)), q31_parameters("tosa", 0x60000000, 0));
  EXPECT_EQ(*derived("tosa", pow2_rational(-40)), q31_parameters("tosa", 1 << 22, -31));
  EXPECT_EQ(derived("xnnpack_fp32", Rational(1, 3))->rational("factor"), exact_value(1.0F / 3.0F));
  for (const char* scheme : {"xnnpack_rndnu", "qnnpack_precise", "tosa", "xnnpack_fp32", "onednn"}) {
    EXPECT_FALSE(derived(scheme, 0)) << scheme;
    EXPECT_FALSE(derived(scheme, -1)) << scheme;
    EXPECT_FALSE(derived(scheme, pow2_rational(200))) << scheme;
  }
  EXPECT_FALSE(derived("qnnpack_precise", 1));
  EXPECT_FALSE(derived("xnnpack_rndnu", 256));
}

}  // namespace
}  // namespace halflsb
