// Glow's requantization against its one-line C formula, and its traces against arithmetic in real registers.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

#include "reference/scheme/evaluate.h"
#include "reference/tests/draw.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

struct GlowCase {
  int pre;
  std::int64_t scale;
  int post;
  std::int32_t zero_point;
  std::int64_t accumulator;
};

std::ostream& operator<<(std::ostream& out, const GlowCase& c) {
  return out << "pre " << c.pre << " scale " << c.scale << " post " << c.post << " zero_point " << c.zero_point
             << " acc " << c.accumulator;
}

// Shift counts below `bits`, the scale and the accumulator in a register of `bits`.
GlowCase draw_case(Draw& draw, int bits) {
  return {draw.small(0, draw.one_in(2) ? 3 : bits - 1), draw.int64(draw.one_in(2) ? 10 : bits), draw.small(0, bits - 1),
          draw.one_in(2) ? draw.small(-128, 127) : draw.int32(), draw.int64(bits)};
}

Scheme steps_of(const GlowCase& c, int width) {
  return halflsb::steps_of(glow_parameters(c.pre, c.scale, c.post), c.zero_point, width);
}

// Wide enough for every case: |N * scale| <= 2^126.
Int128 formula(const GlowCase& c) {
  const Int128 rounding = c.post == 0 ? 0 : static_cast<Int128>(1) << (c.post - 1);
  return ((static_cast<Int128>(c.accumulator >> c.pre) * c.scale + rounding) >> c.post) + c.zero_point;
}

RC_GTEST_PROP(Glow, EvaluateEqualsTheFormula, ()) {
  const GlowCase c = *drawn([](Draw& draw) { return draw_case(draw, 62); });
  RC_ASSERT(evaluate(steps_of(c, 32), c.accumulator) == to_integer(formula(c)));
}

// What a port that keeps every intermediate in Register holds after each step. Unsigned arithmetic wraps.
template <class Register>
std::vector<Register> in_registers(const GlowCase& c) {
  const auto keep = [](std::uint64_t value) { return static_cast<Register>(value); };
  const auto wide = [](auto value) { return static_cast<std::uint64_t>(value); };
  const auto accumulator = static_cast<Register>(c.accumulator);
  const auto shifted = static_cast<Register>(accumulator >> c.pre);
  const Register product = keep(wide(shifted) * wide(c.scale));
  const Register sum = keep(wide(product) + (c.post == 0 ? 0 : std::uint64_t{1} << (c.post - 1)));
  const auto scaled = static_cast<Register>(sum >> c.post);
  return {accumulator, shifted, product, sum, scaled, keep(wide(scaled) + wide(c.zero_point))};
}

// Which of the same steps leave the register where nothing wraps.
template <class Register>
std::vector<bool> overflows(const GlowCase& c) {
  const Int128 shifted = c.accumulator >> c.pre;
  const Int128 product = shifted * c.scale;
  const Int128 sum = product + (c.post == 0 ? 0 : static_cast<Int128>(1) << (c.post - 1));
  std::vector<bool> result;
  for (const Int128 exact : {Int128{c.accumulator}, shifted, product, sum, Int128{sum >> c.post}, formula(c)}) {
    result.push_back(exact < std::numeric_limits<Register>::min() || exact > std::numeric_limits<Register>::max());
  }
  return result;
}

template <class Register>
void check_trace(const GlowCase& c) {
  const Trace traced = trace(steps_of(c, std::numeric_limits<Register>::digits + 1), c.accumulator);
  const std::vector<Register> held = in_registers<Register>(c);
  const std::vector<bool> leaves = overflows<Register>(c);
  RC_ASSERT(traced.steps.size() == held.size());
  for (std::size_t i = 0; i < held.size(); ++i) {
    RC_ASSERT(traced.steps[i].in_register == held[i]);
    RC_ASSERT(traced.steps[i].overflows == leaves[i]);
  }
  const auto first = static_cast<std::size_t>(std::find(leaves.begin(), leaves.end(), true) - leaves.begin());
  RC_ASSERT(traced.first_overflow == (first < leaves.size() ? std::optional(first) : std::nullopt));
  RC_ASSERT(traced.exact == to_integer(formula(c)));
  RC_ASSERT(traced.in_register == held.back());
  if (!traced.first_overflow) RC_ASSERT(traced.in_register == traced.exact);
}

RC_GTEST_PROP(GlowTrace, EqualsInt16Registers, ()) {
  check_trace<std::int16_t>(*drawn([](Draw& draw) { return draw_case(draw, 16); }));
}

RC_GTEST_PROP(GlowTrace, EqualsInt32Registers, ()) {
  check_trace<std::int32_t>(*drawn([](Draw& draw) { return draw_case(draw, 32); }));
}

RC_GTEST_PROP(GlowTrace, EqualsInt64Registers, ()) {
  check_trace<std::int64_t>(*drawn([](Draw& draw) { return draw_case(draw, 62); }));
}

TEST(GlowTrace, StepsInTheirPublishedOrder) {
  const Scheme scheme = steps_of({1, 420, 15, -128, 0}, 32);
  const std::vector<std::string> names{"accumulator",  "pre_shift",  "product",
                                       "rounding_add", "post_shift", "zero_point_add"};
  ASSERT_EQ(scheme.steps.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(scheme.steps[i].name, names[i]);
    EXPECT_EQ(scheme.steps[i].width, 32) << names[i];
    EXPECT_FALSE(scheme.steps[i].saturating) << names[i];
  }
}

// 10226035 is the last accumulator that Glow's 1, 420, 15 takes without overflow: 5113017 * 420 + 16384 <= 2^31 - 1.
TEST(GlowTrace, FrontierOfARealLayer) {
  const auto traced = [](std::int64_t accumulator) { return trace(steps_of({1, 420, 15, -128, 0}, 32), accumulator); };
  EXPECT_EQ(traced(10226035).first_overflow, std::nullopt);
  EXPECT_EQ(traced(10226036).first_overflow, 3U);
  EXPECT_TRUE(traced(10226036).steps[3].overflows);
  EXPECT_EQ(traced(-10226112).first_overflow, std::nullopt);
  EXPECT_EQ(traced(-10226113).first_overflow, 2U);
  EXPECT_EQ(traced(pow2(31).convert_to<std::int64_t>()).first_overflow, 0U);
}

TEST(Glow, ShiftsBeyondEveryRegisterAreFloorDivisions) {
  EXPECT_EQ(evaluate(halflsb::steps_of(glow_parameters(255, 1, 0), 0), -1), -1);
  EXPECT_EQ(evaluate(halflsb::steps_of(glow_parameters(255, 1, 255), 7), 1000), 7);
  EXPECT_EQ(evaluate(halflsb::steps_of(glow_parameters(0, pow2(128), 255), 0), -pow2(126)), 0);  // -1/2 rounds up
}

}  // namespace
}  // namespace halflsb
