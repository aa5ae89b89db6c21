// Lemmas S6 and S7: what Lanes::compile() accepts equals evaluate() on every accumulator, with AVX2 and without; what could leave
// 64 bits is refused.
#include "reference/scheme/lanes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/scheme/evaluate.h"
#include "reference/tests/draw.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

constexpr std::int32_t kLo = INT32_MIN;
constexpr std::int32_t kHi = INT32_MAX;

Step draw_lane_step(Draw& draw, const Step* model) {
  Step step;
  if (draw.one_in(2)) step.multiplier = draw.integer(draw.pick({2, 8, 32, 40}));
  if (draw.one_in(2)) step.addend = draw.integer(draw.pick({8, 32, 62}));
  if (draw.one_in(2)) step.divisor = pow2(static_cast<unsigned>(draw.small(0, draw.pick({3, 31, 63}))));
  step.rounding = model != nullptr ? model->rounding
                                   : draw.pick({RoundingMode::down, RoundingMode::ties_up, RoundingMode::ties_away});
  step.saturating = model != nullptr ? model->saturating : draw.one_in(3);
  step.width = model != nullptr ? model->width : draw.pick({8, 32, 63, 64});
  return step;
}

Parameters draw_published(Draw& draw, int scheme) {
  switch (scheme) {
    case 0: return glow_parameters(draw.small(0, 40), draw.positive(draw.pick({4, 16, 32})), draw.small(0, 40));
    case 1: return q31_parameters("tflite_double_rounding", draw.int32(), draw.small(-31, 30));
    default: return q31_parameters("tflite_single_rounding", draw.int32(), draw.small(-31, 30));
  }
}

// Schemes for `channels` channels: of one published recipe, or of steps of the same kinds.
std::vector<Scheme> draw_schemes(Draw& draw, std::size_t channels) {
  std::vector<Scheme> schemes;
  const bool published = draw.one_in(2);
  const int which = draw.small(0, 2);
  const Integer zero_point = draw.int32();
  const int steps = draw.small(0, 4);
  for (std::size_t c = 0; c < channels; ++c) {
    if (published) {
      schemes.push_back(steps_of(draw_published(draw, which), zero_point));
      continue;
    }
    Scheme scheme;
    for (int k = 0; k < steps; ++k) {
      scheme.steps.push_back(draw_lane_step(draw, c == 0 ? nullptr : &schemes[0].steps[static_cast<std::size_t>(k)]));
    }
    schemes.push_back(std::move(scheme));
  }
  return schemes;
}

std::vector<std::int32_t> draw_accumulators(Draw& draw, std::size_t count) {
  std::vector<std::int32_t> all(count);
  for (auto& n : all) n = draw.int32();
  return all;
}

// The first output that is not clamp(evaluate(N)); -1 where all are.
std::ptrdiff_t first_wrong(const std::vector<Scheme>& schemes, const std::vector<std::int32_t>& accumulators,
                           const std::vector<std::int32_t>& outputs, std::int32_t lo, std::int32_t hi) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const Integer exact = evaluate(schemes[i % schemes.size()], accumulators[i]);
    if (saturate(exact, {lo, hi}).value != outputs[i]) return static_cast<std::ptrdiff_t>(i);
  }
  return -1;
}

RC_GTEST_PROP(LemmaS7, AcceptedSchemesEqualEvaluate, ()) {
  Draw draw{rc::Random(*a_seed())};
  const auto channels = static_cast<std::size_t>(draw.pick({1, 1, 2, 3, 7, 8, 12}));
  const std::vector<Scheme> schemes = draw_schemes(draw, channels);
  const std::int32_t lo = draw.pick({-128, 0, kLo});
  const std::int32_t hi = draw.pick({127, 255, kHi});
  const auto lanes = Lanes::compile(schemes, lo, hi);
  RC_CLASSIFY(!lanes.has_value(), "refused");
  if (!lanes) return;
  const std::vector<std::int32_t> accumulators =
      draw_accumulators(draw, channels * static_cast<std::size_t>(draw.small(1, draw.pick({12, 12, 12, 100}))));
  std::vector<std::int32_t> outputs(accumulators.size());
  lanes->run(accumulators.data(), outputs.data(), outputs.size());
  RC_ASSERT(first_wrong(schemes, accumulators, outputs, lo, hi) == -1);
  std::vector<std::int32_t> plain(accumulators.size());
  lanes->run_plain(accumulators.data(), plain.data(), 0, plain.size());
  RC_ASSERT(plain == outputs);
}

// Every tie, carry and rail of a few dense parameter sets.
TEST(LemmaS6, JoinedStepsOnDenseAccumulators) {
  for (const Parameters& p :
       {glow_parameters(1, 420, 15), glow_parameters(3, 7, 2), glow_parameters(0, 5, 1), glow_parameters(2, 8, 4),
        q31_parameters("tflite_double_rounding", 1 << 30, -3), q31_parameters("tflite_double_rounding", INT32_MIN, 0),
        q31_parameters("tflite_double_rounding", -(3 << 28), -2), q31_parameters("tflite_double_rounding", 3 << 28, 3),
        q31_parameters("tflite_single_rounding", 1 << 30, -3), q31_parameters("tflite_single_rounding", 3 << 28, 4)}) {
    const std::vector<Scheme> scheme{steps_of(p, -3)};
    const auto lanes = Lanes::compile(scheme, kLo, kHi);
    ASSERT_TRUE(lanes.has_value()) << p.scheme;
    std::vector<std::int32_t> accumulators{INT32_MIN, INT32_MIN + 1, INT32_MAX - 1, INT32_MAX};
    for (int n = -2000; n <= 2000; ++n) accumulators.push_back(n);
    std::vector<std::int32_t> outputs(accumulators.size());
    lanes->run(accumulators.data(), outputs.data(), outputs.size());
    EXPECT_EQ(first_wrong(scheme, accumulators, outputs, kLo, kHi), -1) << p.scheme;
  }
}

// A shift that comes first is done on 32 bits, and an addition that comes last after the clamp: with and without saturation, with
// nothing between, with one channel's parameters and with those of several, over more accumulators than are run at once.
TEST(LemmaS6, AShiftFirstAndAnAdditionLast) {
  const auto saturated = [](Step step, int width) {
    step.saturating = true;
    step.width = width;
    return step;
  };
  Draw draw{rc::Random(1)};
  for (const int channels : {1, 3, 12}) {
    for (int kind = 0; kind < 6; ++kind) {
      std::vector<Scheme> schemes;
      for (int c = 0; c < channels; ++c) {
        const Step shift = shift_right_step("", c * 5 % 40, 32, RoundingMode::down);
        const Step multiply = multiply_step("", 3 + c, 32);
        const Step add = add_step("", kind == 3 ? 7 : 7 - c, 32);
        const std::vector<std::vector<Step>> kinds{
            {shift}, {saturated(shift, 8)}, {shift, add}, {shift, multiply, add}, {saturated(shift, 16), multiply, add},
            {add}};
        schemes.push_back({"", kinds[static_cast<std::size_t>(kind)]});
      }
      for (const std::int32_t hi : {127, kHi}) {
        const auto lanes = Lanes::compile(schemes, kLo, hi);
        ASSERT_TRUE(lanes.has_value()) << kind;
        const auto accumulators = draw_accumulators(draw, 600);
        std::vector<std::int32_t> outputs(accumulators.size()), plain(accumulators.size());
        lanes->run(accumulators.data(), outputs.data(), outputs.size());
        lanes->run_plain(accumulators.data(), plain.data(), 0, plain.size());
        EXPECT_EQ(first_wrong(schemes, accumulators, outputs, kLo, hi), -1) << channels << " channels, kind " << kind;
        EXPECT_EQ(plain, outputs) << channels << " channels, kind " << kind;
      }
    }
  }
}

std::optional<Lanes> compiled(const Step& step) { return Lanes::compile(std::vector<Scheme>{{"", {step}}}, kLo, kHi); }

// The ends of int32 decide: -2^31 * m + a is the largest value in magnitude on the way.
TEST(LemmaS7, TheLimitItself) {
  EXPECT_TRUE(compiled(multiply_step("", pow2(32) - 1, 0)).has_value());
  EXPECT_TRUE(compiled(multiply_step("", pow2(32), 0)).has_value());  // -2^63
  EXPECT_FALSE(compiled(multiply_step("", pow2(32) + 1, 0)).has_value());
  EXPECT_FALSE(compiled(multiply_step("", -pow2(32), 0)).has_value());  // 2^63
  Step nudged = multiply_step("", pow2(32) - 1, 0);
  nudged.divisor = pow2(33);
  nudged.rounding = RoundingMode::ties_away;
  EXPECT_TRUE(compiled(nudged).has_value());  // (2^31 - 1) * (2^32 - 1) + 2^32 is below 2^63
  nudged.multiplier = -nudged.multiplier;
  EXPECT_FALSE(compiled(nudged).has_value());  // 2^31 * (2^32 - 1) + 2^32 is not
}

TEST(LemmaS7, RefusesWhatLanesDoNotDo) {
  Step step = shift_right_step("", 3, 32, RoundingMode::ties_to_even);
  EXPECT_FALSE(compiled(step).has_value());
  step.rounding = RoundingMode::down;
  EXPECT_TRUE(compiled(step).has_value());
  step.divisor = 3;
  EXPECT_FALSE(compiled(step).has_value());
  const Scheme glow = steps_of(glow_parameters(0, 1, 1), 0);
  const Scheme q31 = steps_of(q31_parameters("tflite_double_rounding", 1, 0), 0);
  EXPECT_FALSE(Lanes::compile(std::vector<Scheme>{glow, q31}, kLo, kHi).has_value());
}

// All that the portable kernels declare is done on lanes.
TEST(Lanes, AcceptTheWholeDomainOfThePublishedSchemes) {
  for (const std::int32_t multiplier : {INT32_MIN, -1, 0, 1, INT32_MAX}) {
    for (int shift = -31; shift <= 30; ++shift) {
      for (const char* name : {"tflite_double_rounding", "tflite_single_rounding"}) {
        const std::vector<Scheme> scheme{steps_of(q31_parameters(name, multiplier, shift), INT32_MIN)};
        EXPECT_TRUE(Lanes::compile(scheme, kLo, kHi).has_value()) << name << " " << multiplier << " " << shift;
      }
    }
  }
  for (int pre = 0; pre <= 31; ++pre) {
    const std::vector<Scheme> scheme{steps_of(glow_parameters(pre, INT32_MAX, 31), INT32_MAX)};
    EXPECT_TRUE(Lanes::compile(scheme, kLo, kHi).has_value()) << pre;
  }
}

}  // namespace
}  // namespace halflsb
