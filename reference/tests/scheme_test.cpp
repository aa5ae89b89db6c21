// Schemes as data: parameters that no register can take, the registry, reading and writing single parameters, ideal.
#include "reference/scheme/scheme.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/scheme/evaluate.h"
#include "reference/tests/draw.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

// "step what value/width; ..."
std::string complaints(const Scheme& scheme) {
  std::string text;
  for (const InvalidParameter& invalid : invalid_parameters(scheme)) {
    text +=
        invalid.step + " " + invalid.what + " " + to_text(invalid.value) + "/" + std::to_string(invalid.width) + "; ";
  }
  return text;
}

TEST(InvalidParameters, GlowCountsAndScale) {
  const auto glow = [](int pre, const Integer& scale, int post, int width) {
    return complaints(steps_of(glow_parameters(pre, scale, post), 0, width));
  };
  EXPECT_EQ(glow(31, pow2(31) - 1, 31, 32), "");
  EXPECT_EQ(glow(0, 1, 62, 32), "post_shift count 62/32; ");
  EXPECT_EQ(glow(32, 1, 32, 32), "pre_shift count 32/32; post_shift count 32/32; ");
  EXPECT_EQ(glow(0, pow2(31), 0, 32), "product scale 2147483648/32; ");
  EXPECT_EQ(glow(63, pow2(63) - 1, 63, 64), "");
  EXPECT_EQ(glow(64, pow2(63), 255, 64),
            "pre_shift count 64/64; product scale 9223372036854775808/64; post_shift count 255/64; ");
  EXPECT_EQ(glow(8, 128, 7, 8), "pre_shift count 8/8; product scale 128/8; ");
}

TEST(InvalidParameters, TfliteCountsAreOfTheRegisterThatIsShifted) {
  const auto q31 = [](const char* scheme, int shift) {
    return complaints(steps_of(q31_parameters(scheme, 1 << 30, shift), 0));
  };
  EXPECT_EQ(q31("tflite_double_rounding", 31), "");
  EXPECT_EQ(q31("tflite_double_rounding", 32), "left_shift count 32/32; ");
  EXPECT_EQ(q31("tflite_double_rounding", -31), "");
  EXPECT_EQ(q31("tflite_double_rounding", -32), "rounding_shift count 32/32; ");
  EXPECT_EQ(q31("tflite_single_rounding", 30), "");
  EXPECT_EQ(q31("tflite_single_rounding", -32), "");
  EXPECT_EQ(q31("tflite_single_rounding", -33), "right_shift count 64/64; ");
  EXPECT_EQ(complaints(steps_of(ideal_parameters(Rational(pow2(200)), RoundingMode::up), 0)), "");
}

TEST(Registry, EveryRecipeIsFoundByItsName) {
  for (const Recipe* recipe : recipes()) EXPECT_EQ(find_recipe(recipe->name), recipe);
  EXPECT_EQ(find_recipe("Glow"), nullptr);
  EXPECT_EQ(find_recipe(""), nullptr);
  EXPECT_EQ(recipe_names(),
            "cmsis_nn, fbgemm, glow, ideal, onednn, onnx_qlinear, qnnpack_precise, tflite_double_rounding, "
            "tflite_single_rounding, tosa, xnnpack_fp32, xnnpack_rndnu");
}

TEST(Registry, ParametersAreReadWithinTheirRange) {
  const auto& fields = find_recipe("glow")->fields;
  EXPECT_EQ(parse_parameter(fields[0], "255").value(), 255);
  for (const char* text : {"256", "-1", "1/2", "1.0", ""}) {
    const auto parsed = parse_parameter(fields[0], text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_TRUE(parsed.error().message.starts_with("pre: ")) << parsed.error().message;
  }
  EXPECT_FALSE(parse_parameter(fields[1], "0").ok());  // a scale of 0 maps everything to 0
  EXPECT_EQ(parse_parameter(fields[1], to_text(pow2(128))).value(), Rational(pow2(128)));
  const auto& single = find_recipe("tflite_single_rounding")->fields;
  EXPECT_TRUE(parse_parameter(single[1], "30").ok());
  EXPECT_FALSE(parse_parameter(single[1], "31").ok());  // 2^(30 - shift) is no integer
  EXPECT_TRUE(parse_parameter(single[0], "-2147483648").ok());
  EXPECT_FALSE(parse_parameter(single[0], "2147483648").ok());
}

TEST(Registry, ParametersReadBackAsWritten) {
  const auto& fields = find_recipe("ideal")->fields;
  EXPECT_EQ(format_parameter(fields[0], parse_parameter(fields[0], "-0.75").value()), "-3/4");
  for (const auto& [mode, name] : kRoundingModes) {
    EXPECT_EQ(format_parameter(fields[1], parse_parameter(fields[1], name).value()), name);
  }
  EXPECT_FALSE(parse_parameter(fields[1], "nearest").ok());
}

RC_GTEST_PROP(Ideal, IsOneRoundingOfTheExactProduct, ()) {
  const Rational factor = *drawn([](Draw& draw) { return Rational(draw.integer(60), draw.positive(40)); });
  const Integer n = *drawn([](Draw& draw) { return draw.integer(33); });
  const std::int64_t zero_point = *drawn([](Draw& draw) { return std::int64_t{draw.int32()}; });
  for (const auto& [mode, name] : kRoundingModes) {
    const Integer got = evaluate(steps_of(ideal_parameters(factor, mode), zero_point), n);
    const Rational error = Rational(got) - zero_point - Rational(n) * factor;
    RC_ASSERT(abs(error) < 1);
    if (mode <= RoundingMode::ties_up) RC_ASSERT(abs(error) <= Rational(1, 2));
    if (mode == RoundingMode::down) RC_ASSERT(error <= 0);
    if (mode == RoundingMode::up) RC_ASSERT(error >= 0);
  }
}

TEST(Ideal, RoundsBeforeItAddsTheZeroPoint) {
  const auto ideal = [](RoundingMode mode, int zero_point) {
    return evaluate(steps_of(ideal_parameters(Rational(1, 2), mode), zero_point), 5);
  };
  EXPECT_EQ(ideal(RoundingMode::ties_to_even, 1), 3);  // 2 + 1; round(5/2 + 1) would be 4
  EXPECT_EQ(ideal(RoundingMode::ties_away, -4), -1);   // 3 - 4; round(5/2 - 4) would be -2
  EXPECT_EQ(ideal(RoundingMode::toward_zero, -4), -2);
}

TEST(Slope, IsTheFactorThatTheParametersStandFor) {
  EXPECT_EQ(find_recipe("glow")->slope(glow_parameters(1, 420, 15)), Rational(105, 16384));
  EXPECT_EQ(find_recipe("tflite_double_rounding")->slope(q31_parameters("", 1 << 30, -7)), Rational(1, 256));
  EXPECT_EQ(find_recipe("tflite_single_rounding")->slope(q31_parameters("", -(1 << 30), 3)), -4);
  EXPECT_EQ(find_recipe("ideal")->slope(ideal_parameters({2, 3}, RoundingMode::up)), Rational(2, 3));
}

}  // namespace
}  // namespace halflsb
