// The minimizer on faults whose smallest problem is known: predicates on problems, and kernels that err in one way.
#include "harness/minimize/minimize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "harness/check/registry.h"
#include "harness/generate/problems.h"
#include "harness/minimize/simpler.h"
#include "harness/problem/text.h"
#include "harness/tests/single_steps.h"
#include "reference/conv/conv.h"

namespace halflsb {
namespace {

using Fault = std::function<bool(const ConvLayer&)>;

Outcome failing(Reason reason = Reason::mismatch) {
  Mismatch mismatch;
  mismatch.reason = reason;
  return {Verdict::fail, mismatch, ""};
}

Oracle oracle_of(const Fault& fault) {
  return [fault](const Problem& problem) { return fault(std::get<ConvLayer>(problem)) ? failing() : Outcome{}; };
}

// A drawn layer that has everything and on which the fault shows.
ConvLayer drawn_with(const Fault& fault) {
  const halflsb_target& target = *find_target("conv2d_tflite")->target;
  for (std::uint64_t index = 16;; ++index) {
    const Problem problem = some_problem(target, 1, index);
    const auto& layer = std::get<ConvLayer>(problem);
    if (layer.shape.multiplications() < 20000 && fault(layer)) return layer;
  }
}

ConvLayer minimized(const ConvLayer& layer, const Fault& fault) {
  const Minimized result = minimize(layer, *failing().mismatch, oracle_of(fault));
  EXPECT_TRUE(result.complete);
  const auto& smallest = std::get<ConvLayer>(result.problem);
  EXPECT_TRUE(fault(smallest));
  return smallest;
}

bool any_beyond(const std::vector<std::int16_t>& data, int limit) {
  return std::any_of(data.begin(), data.end(), [=](int x) { return std::abs(x) > limit; });
}

std::int64_t magnitude(const std::vector<std::int16_t>& data) {
  std::int64_t sum = 0;
  for (const int x : data) sum += std::abs(x);
  return sum;
}

const std::vector<Fault>& faults() {
  static const std::vector<Fault> all{
      [](const ConvLayer& l) { return l.shape.kernel_width >= 2 && any_beyond(l.input, 100); },
      [](const ConvLayer& l) { return l.shape.groups >= 2 && any_beyond(l.filter, 10); },
      [](const ConvLayer& l) { return l.shape.out_channels >= 3 && l.shape.pad_left > l.shape.pad_right; },
      [](const ConvLayer& l) { return l.requantization.of(0).integer("shift") <= -3 && l.input_zero_point < -1; },
      [](const ConvLayer& l) { return l.shape.stride_height == 2 && l.shape.out_height() == 2 && l.shape.batch > 1; },
      [](const ConvLayer& l) { return l.shape.dilation_width >= 2 && l.shape.out_width() == 1; },
      [](const ConvLayer& l) { return l.bias && l.bias->data.back() < -77; },
      [](const ConvLayer& l) { return l.activation.kind == Activation::Kind::clip && l.shape.depth() % 4 == 3; },
  };
  return all;
}

TEST(Minimize, ReachesTheKnownSmallest) {
  const auto smallest = [](std::size_t i) { return minimized(drawn_with(faults()[i]), faults()[i]); };
  const ConvLayer wide = smallest(0);
  EXPECT_EQ(wide.shape.kernel_width, 2);
  EXPECT_EQ(wide.shape.in_width + wide.shape.pad_left + wide.shape.pad_right, 2);
  EXPECT_EQ(wide.filter, (std::vector<std::int16_t>{0, 0}));
  EXPECT_EQ(magnitude(wide.input), 101);

  const ConvLayer grouped = smallest(1);
  EXPECT_EQ(grouped.shape, (ConvShape{1, 1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2}));
  EXPECT_EQ(magnitude(grouped.filter), 11);

  const ConvLayer padded = smallest(2);
  EXPECT_EQ(padded.shape, (ConvShape{1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1}));

  const ConvLayer shifted = smallest(3);
  EXPECT_EQ(shifted.shape, ConvShape{});
  EXPECT_EQ(shifted.requantization.of(0).integer("shift"), -3);
  EXPECT_EQ(shifted.requantization.of(0).integer("multiplier"), 1 << 30);
  EXPECT_EQ(shifted.input_zero_point, -2);
  EXPECT_EQ(shifted.requantization.output, OutputRange{});

  const ConvLayer dilated = smallest(5);
  EXPECT_EQ(dilated.shape.dilation_width, 2);
  EXPECT_EQ(dilated.shape.input_size() * dilated.shape.filter_size(), 1);

  EXPECT_EQ(smallest(6).bias->data, std::vector<std::int32_t>{-78});
}

TEST(Minimize, LeavesNoSimplerProblemThatFails) {
  for (const Fault& fault : faults()) {
    const ConvLayer layer = minimized(drawn_with(fault), fault);
    for (const ConvLayer& step : single_steps(layer)) EXPECT_FALSE(fault(step)) << minimal_text(step);
    for_each_simpler(layer, [&](Problem&& candidate) {
      EXPECT_FALSE(fault(std::get<ConvLayer>(candidate))) << minimal_text(candidate);
      return false;
    });
    EXPECT_LE(minimal_text(layer).size(), 80U * 24U);
  }
}

TEST(Minimize, TradesALargeSumForABias) {
  const Fault large = [](const ConvLayer& l) {
    const ConvResult result = convolve(l);
    const std::vector<std::int32_t>& sums = result.accumulator.narrow;
    return result.accumulators_fit && std::any_of(sums.begin(), sums.end(), [](std::int32_t n) { return n > 1 << 24; });
  };
  ConvLayer layer = drawn_with([](const ConvLayer& l) { return l.shape.groups == 1; });
  layer.shape = {1, 6, 6, 64, 3, 3, 3, 1, 1, 1, 1, 0, 0, 0, 0, 1};
  layer.bias.reset();
  layer.requantization.parameters.resize(1);
  layer.filter_zero_point = {0};
  layer.input_type = layer.filter_type = ElementType::u8;
  layer.input_zero_point = 0;
  layer.input.assign(static_cast<std::size_t>(layer.shape.input_size()), 255);
  layer.filter.assign(static_cast<std::size_t>(layer.shape.filter_size()), 255);
  ASSERT_FALSE(invalid(layer));
  const ConvLayer smallest = minimized(layer, large);
  EXPECT_EQ(smallest.shape, ConvShape{});
  EXPECT_EQ(smallest.bias->data, std::vector<std::int32_t>{(1 << 24) + 1});
}

// The bias terms 3 and 2 of the two channels differ by less than this factor shows, but for sums that lie just so: no datum can be made
// simpler by itself.
TEST(Minimize, DropsASumThatABiasNeededOnlyToShow) {
  const auto problem = parse_problem(
      "conv2d in=1x1x1x40 filter=2x1x1x40 in_zp=-2 filter_zp=63 scheme=glow pre=0 scale=237 post=17 bias_type=i32 "
      "bias_zp=-3 "
      "bias_pre=0,0 bias_scale=1,1 bias_post=1,0 bias_data=0,0 "
      "in_data=127,-128,127,-128,127,-128,-128,127,0,0,127,127,-128,-128,127,-128,127,-128,127,-128,127,-128,127,127,-"
      "128,127,"
      "-128,127,-126,127,-128,127,-128,127,-128,127,-128,127,127,-128 "
      "filter_data=0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,121,-61,-103,56,68,"
      "24,56,-128,"
      "7,-110,96,-74,-24,10,9,-84,86,-80,-108,-101,-5,-48,37,-55,-111,72,49,-50,64,8,-20,-79,111,-26,-115,-66,-111,-82,"
      "65,-31");
  ASSERT_TRUE(problem) << problem.error().message;
  const halflsb_target& target = *find_target("seeded_conv2d_bias_scale_of_channel_zero")->target;
  const auto oracle = [&](const Problem& candidate) { return Checker().check(target, candidate); };
  const Minimized result = minimize(*problem, *oracle(*problem).mismatch, oracle);
  EXPECT_LE(std::get<ConvLayer>(result.problem).shape.filter_size(), 2) << minimal_text(result.problem);
}

TEST(Minimize, IsDeterministic) {
  const Fault& fault = faults()[0];
  const ConvLayer layer = drawn_with(fault);
  const Minimized one = minimize(layer, *failing().mismatch, oracle_of(fault));
  const Minimized two = minimize(layer, *failing().mismatch, oracle_of(fault));
  EXPECT_EQ(one.problem, two.problem);
  EXPECT_EQ(one.checks, two.checks);
}

// Where many steps of one small size succeed and larger ones do too, it must not take the small ones.
TEST(Minimize, ComesDownInLargeSteps) {
  const Oracle residue = [](const Problem& problem) {
    const std::int32_t n = std::get<RequantizeProblem>(problem).accumulators.front();
    return (n % 36 == 35 || n % 8 == 5) && n > 1000 ? failing() : Outcome{};
  };
  const auto problem = parse_problem("requantize scheme=glow pre=0 scale=1 post=0 acc=1800000035");
  const Minimized result = minimize(*problem, *failing().mismatch, residue);
  EXPECT_TRUE(result.complete);
  EXPECT_LT(result.checks, 1000U);
}

TEST(Minimize, KeepsTheReason) {
  const ConvLayer layer = drawn_with(faults()[0]);
  const Oracle crashes_when_small = [](const Problem& problem) {
    const ConvShape& shape = std::get<ConvLayer>(problem).shape;
    return shape.kernel_width > 1 ? failing(Reason::out_of_bounds) : failing(Reason::crash);
  };
  const Minimized result = minimize(layer, *failing(Reason::out_of_bounds).mismatch, crashes_when_small);
  EXPECT_EQ(std::get<ConvLayer>(result.problem).shape.kernel_width, 2);
  EXPECT_EQ(result.mismatch.reason, Reason::out_of_bounds);
}

TEST(Minimize, AsksAgainWhereAFailureComesAndGoes) {
  int calls = 0;
  const Oracle every_third = [&](const Problem&) {
    return ++calls % 3 == 0 ? failing(Reason::nondeterministic) : Outcome{};
  };
  const Minimized result = minimize(drawn_with(faults()[0]), *failing(Reason::nondeterministic).mismatch, every_third);
  EXPECT_EQ(std::get<ConvLayer>(result.problem).shape, ConvShape{});
}

TEST(Minimize, StopsAtItsLimits) {
  const ConvLayer layer = drawn_with(faults()[0]);
  const Oracle never_returns = [](const Problem&) { return failing(Reason::timeout); };
  const Minimized endless = minimize(layer, *failing(Reason::timeout).mismatch, never_returns, {1000, 5});
  EXPECT_EQ(endless.checks, 5U);
  EXPECT_FALSE(endless.complete);
  const Minimized short_of = minimize(layer, *failing().mismatch, oracle_of(faults()[0]), {10, 40});
  EXPECT_EQ(short_of.checks, 10U);
  EXPECT_FALSE(short_of.complete);
}

std::set<std::string> texts_of_simpler(const Problem& problem) {
  std::set<std::string> texts;
  for_each_simpler(problem, [&](Problem&& candidate) {
    texts.insert(canonical_text(candidate));
    return false;
  });
  return texts;
}

// Values that tell every place apart, so that a slice taken from the wrong place is seen.
TEST(Simpler, HasEverySingleStepWithItsData) {
  int layers = 0;
  for (std::uint64_t index = 30; layers < 5; ++index) {
    ConvLayer layer = std::get<ConvLayer>(some_problem(*find_target("conv2d_glow_per_channel")->target, 3, index));
    if (layer.input.size() + layer.filter.size() > 300) continue;
    ++layers;
    std::int16_t next = 0;
    for (auto* tensor : {&layer.input, &layer.filter}) {
      for (std::int16_t& x : *tensor) x = static_cast<std::int16_t>(next++ % 128);
    }
    const std::set<std::string> offered = texts_of_simpler(layer);
    for (const ConvLayer& step : single_steps(layer)) EXPECT_TRUE(offered.contains(canonical_text(step)));
  }
}

TEST(Simpler, IsValidAndNeverTheProblemItself) {
  for (const RegisteredTarget& target : registered_targets()) {
    for (const std::uint64_t index : {3U, 21U}) {
      const Problem problem = some_problem(*target.target, 7, index);
      int most = 400;
      for_each_simpler(problem, [&](Problem&& candidate) {
        EXPECT_NE(candidate, problem);
        const auto again = parse_problem(canonical_text(candidate));  // refuses what is not valid
        if (!again) {
          ADD_FAILURE() << again.error().message << ": " << canonical_text(candidate);
          return true;
        }
        EXPECT_EQ(*again, candidate);
        return --most == 0;
      });
    }
  }
}

}  // namespace
}  // namespace halflsb
