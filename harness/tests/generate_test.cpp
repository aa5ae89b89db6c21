// The generators reach what they promise: lemmas G1 to G3 against brute force, shares of ties, frontiers and rails,
// every relation between sizes; and everything drawn or mutated is valid, mostly in the domain, and survives the byte
// encoding.
#include <gtest/gtest.h>

#include <map>

#include "harness/check/domain.h"
#include "harness/generate/accumulators.h"
#include "harness/generate/health.h"
#include "harness/generate/mutate.h"
#include "harness/generate/near_tie.h"
#include "harness/generate/problems.h"
#include "harness/generate/shapes.h"
#include "harness/problem/bytes.h"
#include "harness/problem/text.h"
#include "reference/scheme/evaluate.h"
#include "targets/portable/registry.h"

namespace halflsb {
namespace {

Int128 modulo(Int128 value, Int128 m) { return (value % m + m) % m; }

TEST(LemmaG1, EverySmallCase) {
  for (std::int64_t m = 1; m <= 13; ++m) {
    for (std::int64_t a = -m; a <= 2 * m; ++a) {
      for (std::int64_t b = -3; b <= m; b += 3) {
        for (std::int64_t lo = 0; lo < m; ++lo) {
          for (std::int64_t hi = lo; hi < m; ++hi) {
            std::optional<Int128> want;
            for (std::int64_t n = 0; n < m && !want; ++n) {  // residues repeat after at most m
              const Int128 residue = modulo(a * n + b, m);
              if (residue >= lo && residue <= hi) want = n;
            }
            ASSERT_EQ(first_in_residue_range(a, b, m, lo, hi), want) << a << " " << b << " " << m << " " << lo;
          }
        }
      }
    }
  }
}

TEST(LemmaG1, LargeModuli) {
  Random random(1);
  for (int i = 0; i < 300; ++i) {
    const Int128 m = Int128{1} << random.between(20, 62);
    const Int128 a = random.between(INT64_MIN, INT64_MAX);
    const Int128 b = random.between(INT64_MIN, INT64_MAX);
    const Int128 lo = modulo(random.between(0, INT64_MAX), m);
    const Int128 hi = std::min<Int128>(m - 1, lo + (m >> random.between(6, 12)));
    const auto n = first_in_residue_range(a, b, m, lo, hi);
    for (Int128 k = 0; k < 5000 && (!n || k <= *n); ++k) {
      const Int128 residue = modulo(modulo(a, m) * k + b, m);
      ASSERT_EQ(residue >= lo && residue <= hi, n && k == *n);
    }
  }
}

Scheme glow(std::int64_t pre, std::int64_t scale, std::int64_t post, std::int64_t zero_point = 0) {
  return find_recipe("glow")->steps({"glow", {{"pre", pre}, {"scale", scale}, {"post", post}}}, zero_point, 32);
}

Scheme q31(const char* name, std::int64_t multiplier, std::int64_t shift) {
  return find_recipe(name)->steps({name, {{"multiplier", multiplier}, {"shift", shift}}}, 0, 32);
}

std::vector<Scheme> schemes() {
  const char* const two = "tflite_double_rounding";
  const char* const one = "tflite_single_rounding";
  return {glow(1, 420, 15, -128),   glow(0, 3, 4),         glow(3, 37, 6),          glow(0, 1, 0),
          glow(31, INT32_MAX, 31),  q31(two, 1 << 30, -4), q31(two, INT32_MIN, -2), q31(two, 1518500250, -9),
          q31(two, -1518500250, 3), q31(one, 3 << 20, -3), q31(one, INT32_MIN, 30), q31(one, 1518500251, -7)};
}

TEST(LemmaG2, TheFirstTie) {
  for (const Scheme& scheme : {glow(0, 3, 4), glow(3, 37, 6), glow(2, 8, 7), q31("tflite_single_rounding", 3 << 27, -3),
                               q31("tflite_double_rounding", 3 << 27, 1)}) {
    const Staircase steps = *Staircase::compile(scheme);
    for (std::size_t step = 0; step <= steps.last(); ++step) {
      if (steps.treads()[step].tie < 0) continue;
      for (std::int64_t start = -200; start < 200; ++start) {
        const auto n = tie_at_or_after(steps, step, start);
        std::int64_t brute = start;
        while (brute < start + 2000 && !steps.on_tie(brute)) ++brute;
        const std::int64_t first = n ? std::min(*n, start + 2000) : start + 2000;
        ASSERT_EQ(first, brute) << scheme.name << " from " << start;
      }
    }
  }
}

TEST(LemmaG2, BothRoundingsOfTheDoubleForm) {
  for (const std::int64_t multiplier : {std::int64_t{1} << 30, std::int64_t{1518500250}, std::int64_t{-1518500250}}) {
    const Staircase steps = *Staircase::compile(q31("tflite_double_rounding", multiplier, -5));
    const std::size_t second = 3;  // rounding_shift
    for (std::int64_t start = -5000; start < 5000; start += 7) {
      const auto n = tie_at_or_after(steps, second, start);
      ASSERT_TRUE(n.has_value());
      ASSERT_GE(*n, start);
      ASSERT_TRUE(steps.on_tie(*n)) << multiplier << " at " << *n;
    }
  }
}

TEST(LemmaG3, TheFirstNearHalf) {
  for (const Scheme& scheme : {glow(0, 3, 4), glow(1, 37, 6), glow(0, 420, 15)}) {
    const Staircase steps = *Staircase::compile(scheme);
    Int128 p = 1;
    Int128 q = 1;
    for (const auto& t : steps.treads()) p *= t.multiplier, q *= t.divisor;
    for (const Int128 hair : {0, 1, 3}) {
      for (std::int64_t start = -100; start < 100; ++start) {
        const auto near = [&](std::int64_t n) {
          const Int128 distance = modulo(n * p, q) - q / 2;
          return distance >= -hair && distance <= hair;
        };
        const auto n = near_half_at_or_after(steps, start, hair);
        ASSERT_TRUE(!n || (near(*n) && *n >= start));
        for (std::int64_t k = start; k < (n ? *n : start + 5000); ++k) ASSERT_FALSE(near(k));
      }
    }
  }
}

TEST(Staircase, AgreesWithTheReference) {
  Random random(7);
  for (const Scheme& scheme : schemes()) {
    const Staircase steps = *Staircase::compile(scheme);
    for (int i = 0; i < 300; ++i) {
      const std::int64_t n = random.between(INT32_MIN, INT32_MAX) >> random.between(0, 31);
      const Trace reference = trace(scheme, n);
      bool leaves = false;
      for (std::size_t step = 0; step <= steps.last(); ++step) {
        ASSERT_EQ(to_integer(steps.value(n, step)), reference.steps[step].exact) << scheme.name << " " << n;
        leaves = leaves || reference.steps[step].overflows || reference.steps[step].saturated;
      }
      ASSERT_EQ(steps.leaves_registers(n), leaves) << scheme.name << " " << n;
      const auto step = static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(steps.last())));
      const Int128 level = steps.value(n, step);
      const std::int64_t first = steps.preimage(step, steps.rising(step) ? level : level + 1);
      ASSERT_EQ(steps.value(first, step), level);
      ASSERT_TRUE(first == -(std::int64_t{1} << Staircase::kReach) || steps.value(first - 1, step) != level);
    }
  }
}

TEST(AccumulatorSource, HitsTiesOfEveryScheme) {
  for (const Scheme& scheme : schemes()) {
    const Staircase steps = *Staircase::compile(scheme);
    bool any = false;  // an odd multiplier's only tie may lie beyond int32
    for (std::size_t step = 0; step <= steps.last(); ++step) {
      const auto first = tie_at_or_after(steps, step, INT32_MIN);
      any = any || (first && *first <= INT32_MAX && steps.on_tie(*first));
    }
    AccumulatorSource source(scheme, {-128, 127}, {0});
    Random random(3);
    int ties = 0;
    for (int i = 0; i < 1000; ++i) ties += steps.on_tie(source.draw(random)) ? 1 : 0;
    EXPECT_GE(ties, any ? 50 : 0) << scheme.name;
  }
}

testing::AssertionResult is_valid(const Problem& problem) {
  const auto* layer = std::get_if<ConvLayer>(&problem);
  const auto error = layer == nullptr ? std::nullopt : invalid(*layer);
  return error ? testing::AssertionFailure() << error->message : testing::AssertionSuccess();
}

class Drawn : public testing::TestWithParam<const halflsb_target*> {};

TEST_P(Drawn, ValidHealthyAndMostlyInTheDomain) {
  const halflsb_target& target = *GetParam();
  constexpr std::uint64_t kProblems = 4000;
  Health health;
  std::uint64_t outside = 0;
  for (std::uint64_t index = 0; index < kProblems; ++index) {
    const Problem problem = some_problem(target, 5, index);
    ASSERT_TRUE(is_valid(problem));
    const std::string detail = outside_domain(target, problem);
    ASSERT_TRUE(detail.empty()) << detail;
    const Expected expected = expect(problem);
    if (!expected.accumulators_fit) ++outside;
    health.count(problem, expected);
  }
  EXPECT_LE(outside * 100, kProblems * 3);
  EXPECT_FALSE(health.mistrusted());
  // Requantizations aim every accumulator, convolutions one in some channels.
  const bool conv = std::string_view(target.kind) == "conv2d";
  EXPECT_GE(health.ties * 1000, health.outputs * (conv ? 10 : 100));
  EXPECT_GE(health.near_frontier * 1000, health.outputs * (conv ? 1 : 10));
  EXPECT_GE(health.at_rail * 100, health.outputs * 5);
  EXPECT_LE(health.at_rail * 100, health.outputs * 75);
  EXPECT_LE(health.equal_to_zero_point * 100, health.outputs * 50);
}

TEST_P(Drawn, TheSameFromTheSameSeed) {
  for (std::uint64_t index = 0; index < 200; ++index) {
    EXPECT_EQ(canonical_text(some_problem(*GetParam(), 9, index)), canonical_text(some_problem(*GetParam(), 9, index)));
  }
}

TEST_P(Drawn, MutationsAreValidAndEncodable) {
  const halflsb_target& target = *GetParam();
  Random random(11);
  Problem problem = some_problem(target, 1, 100);
  Problem other = some_problem(target, 2, 100);
  int changed = 0;
  for (int i = 0; i < 2000; ++i) {
    const Problem next = mutate(problem, target, random);
    ASSERT_TRUE(outside_domain(target, next).empty()) << outside_domain(target, next);
    ASSERT_TRUE(is_valid(next));
    const auto bytes = encode(next);
    ASSERT_TRUE(bytes.has_value()) << minimal_text(next);
    ASSERT_EQ(decode(*bytes), next);
    changed += next == problem ? 0 : 1;
    const Problem child = cross(next, other, random);
    ASSERT_TRUE(is_valid(child));
    ASSERT_TRUE(encode(child).has_value()) << minimal_text(child);
    if (random.one_in(4)) other = next;
    problem = random.one_in(8) ? child : next;
  }
  EXPECT_GE(changed, 1900);
}

std::vector<const halflsb_target*> portable_targets() {
  std::size_t count = 0;
  const halflsb_target* const* targets = portable::portable_targets(&count);
  return {targets, targets + count};
}

INSTANTIATE_TEST_SUITE_P(Portable, Drawn, testing::ValuesIn(portable_targets()),
                         [](const auto& instance) { return std::string(instance.param->name); });

TEST(Shapes, EveryRelationBetweenTwoSizes) {
  const halflsb_domain& domain = portable_targets().back()->domain;
  Random random(2);
  std::map<std::string, int> seen;
  constexpr int kShapes = 20000;
  std::int64_t multiplications = 0;
  const auto compare = [&seen](const char* what, std::int64_t a, std::int64_t b) {
    ++seen[std::string(what) + (a < b ? " <" : (a == b ? " =" : " >"))];
  };
  for (int i = 0; i < kShapes; ++i) {
    const ConvShape s = some_shape(random, domain);
    ASSERT_TRUE(validated(s)) << validated(s).error().message;
    multiplications += s.multiplications();
    compare("kernel, input", s.kernel_height, s.in_height);
    compare("kernel height, kernel width", s.kernel_height, s.kernel_width);
    compare("stride, kernel", s.stride_width, s.kernel_width);
    compare("pad, stride", s.pad_left, s.stride_width);
    compare("pad, kernel", s.pad_top, s.kernel_height);
    compare("pad top, pad bottom", s.pad_top, s.pad_bottom);
    compare("pad left, pad right", s.pad_left, s.pad_right);
    compare("pad top, pad left", s.pad_top, s.pad_left);
    compare("strides", s.stride_height, s.stride_width);
    compare("dilations", s.dilation_height, s.dilation_width);
    compare("height, width", s.in_height, s.in_width);
    compare("in, out channels", s.in_channels, s.out_channels);
    compare("batch, 2", s.batch, 2);
    if (s.groups > 1) compare("group inputs, 2", s.group_channels(), 2);
    if (s.groups > 1) compare("group outputs, 2", s.group_outputs(), 2);
    for (const std::int64_t width : {4, 8, 16, 32}) {
      compare(("out channels, " + std::to_string(width)).c_str(), s.out_channels, width);
      compare(("in channels, " + std::to_string(width)).c_str(), s.in_channels, width);
    }
    if (s.depth() > 512) ++seen["deep"];
    if (s == ConvShape{}) ++seen["1x1x1"];
  }
  EXPECT_LE(multiplications / kShapes, 3000);  // a problem costs what its products cost
  for (const char* what : {"kernel, input",
                           "kernel height, kernel width",
                           "stride, kernel",
                           "pad, stride",
                           "pad, kernel",
                           "pad top, pad bottom",
                           "pad left, pad right",
                           "pad top, pad left",
                           "strides",
                           "dilations",
                           "height, width",
                           "in, out channels",
                           "batch, 2",
                           "group inputs, 2",
                           "group outputs, 2",
                           "out channels, 4",
                           "out channels, 8",
                           "out channels, 16",
                           "out channels, 32",
                           "in channels, 4",
                           "in channels, 8",
                           "in channels, 16",
                           "in channels, 32"}) {
    for (const char* relation : {" <", " =", " >"})
      EXPECT_GE(seen[std::string(what) + relation], 100) << what << relation;
  }
  EXPECT_GE(seen["deep"], 50);
  EXPECT_GE(seen["1x1x1"], 100);
}

TEST(Health, MistrustsARunWithoutVariety) {
  RequantizeProblem saturated;
  saturated.requantization.parameters = {{"glow", {{"pre", 0}, {"scale", 1}, {"post", 0}}}};
  saturated.accumulators = {1000, -1000, INT32_MAX, 0};
  Health health;
  for (int i = 0; i < 100; ++i) health.count(saturated, expect(saturated));
  EXPECT_EQ(health.outputs, 400u);
  EXPECT_EQ(health.at_rail, 300u);
  EXPECT_EQ(health.equal_to_zero_point, 100u);
  EXPECT_EQ(health.near_frontier, 100u);  // INT32_MAX: the accumulator's own register ends there
  EXPECT_TRUE(health.mistrusted());
  RequantizeProblem varied = saturated;
  varied.accumulators = {5, 6, 7};
  Health other;
  other.count(varied, expect(varied));
  EXPECT_FALSE(other.mistrusted());
  other.merge(health);
  EXPECT_EQ(other.outputs, 403u);
  EXPECT_TRUE(other.mistrusted());
}

}  // namespace
}  // namespace halflsb
