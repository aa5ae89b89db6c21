// The smallest failing accumulator, against searches that are written differently.
#include "harness/minimize/smallest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "harness/check/registry.h"
#include "harness/minimize/minimize.h"
#include "harness/problem/text.h"

namespace halflsb {
namespace {

using Args = halflsb_requantize_args;

std::int8_t* output(const Args* args) { return static_cast<std::int8_t*>(args->output); }
int correct(const Args* args) { return find_target("requantize_glow_scalar")->target->requantize(args); }

// Glow's formula in 32-bit registers that wrap.
std::int8_t wrapped(std::int32_t n, std::int32_t pre, std::int32_t scale, std::int32_t post, std::int32_t zero_point) {
  const std::uint32_t product = static_cast<std::uint32_t>(n >> pre) * static_cast<std::uint32_t>(scale);
  const std::uint32_t rounded = product + (post == 0 ? 0U : 1U << (post - 1));
  const std::int64_t out = (static_cast<std::int32_t>(rounded) >> post) + std::int64_t{zero_point};
  return static_cast<std::int8_t>(std::clamp<std::int64_t>(out, -128, 127));
}

int wraps(const Args* args) {
  for (std::size_t i = 0; i < args->count; ++i) {
    const halflsb_rescale& r = args->rescale;
    output(args)[i] = wrapped(args->accumulator[i], r.pre, r.scale, r.post, args->zero_point);
  }
  return HALFLSB_OK;
}

// Wrong where the accumulator lies in a set.
template <bool (*wrong)(std::int32_t)>
int errs(const Args* args) {
  correct(args);
  for (std::size_t i = 0; i < args->count; ++i) {
    if (wrong(args->accumulator[i])) output(args)[i] = static_cast<std::int8_t>(output(args)[i] ^ 1);
  }
  return HALFLSB_OK;
}
bool from_minus_37(std::int32_t n) { return n <= -37 || n == 40; }
bool multiples(std::int32_t n) { return n != 0 && n % 1009 == 0; }
bool beyond_23_bits(std::int32_t n) { return n > (1 << 23) + 5; }

int writes_no_last(const Args* args) {
  Args fewer = *args;
  fewer.count -= 1;
  return correct(&fewer);
}
int crashes_on_odd(const Args* args) {
  if (args->accumulator[0] % 2 != 0) raise(SIGSEGV);
  return errs<from_minus_37>(args);
}

halflsb_target target_of(int (*kernel)(const Args*), const char* tolerance = nullptr) {
  halflsb_target target = *find_target("requantize_glow_scalar")->target;
  target.requantize = kernel;
  if (tolerance != nullptr) target.scheme = nullptr, target.tolerance = tolerance;
  return target;
}

RequantizeProblem problem_of(const std::string& text) { return std::get<RequantizeProblem>(*parse_problem(text)); }

const std::string kGlow = "requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=";

// The same by the check that every search uses, one accumulator after another.
std::optional<std::int32_t> by_checking(const halflsb_target& target, RequantizeProblem problem, std::size_t position,
                                        std::int32_t limit) {
  Checker checker;
  for (std::int32_t magnitude = 0; magnitude <= limit; ++magnitude) {
    for (const std::int32_t n : {magnitude, -magnitude}) {
      problem.accumulators[position] = n;
      const Outcome outcome = checker.check(target, problem);
      const bool crash = outcome.mismatch && outcome.mismatch->reason == Reason::crash;
      if (outcome.mismatch && !crash) return n;
    }
  }
  return std::nullopt;
}

TEST(SmallestFailing, AgreesWithChecking) {
  const std::vector<std::string> problems{
      kGlow + "900", kGlow + "0,900,0", kGlow + "5,0,0,900",
      "requantize scheme=glow pre=0 scale=2147483647 post=31 acc=900",
      "requantize scheme=glow pre=3 scale=104857601 post=20 zero_point=3 acc=900,0"};
  for (const auto kernel : {correct, wraps, errs<from_minus_37>, errs<multiples>, writes_no_last, crashes_on_odd}) {
    for (const char* tolerance : {static_cast<const char*>(nullptr), "1/2", "3/2"}) {
      const halflsb_target target = target_of(kernel, tolerance);
      for (const std::string& text : problems) {
        const RequantizeProblem problem = problem_of(text);
        for (const std::size_t position : {std::size_t{0}, problem.accumulators.size() - 1}) {
          const Reason reason = tolerance == nullptr ? Reason::mismatch : Reason::tolerance;
          const Smallest smallest = smallest_failing(target, problem, position, reason, 1100);
          EXPECT_TRUE(smallest.exhausted);
          EXPECT_EQ(smallest.accumulator, by_checking(target, problem, position, 1100)) << text;
        }
      }
    }
  }
}

TEST(SmallestFailing, FindsWhereTheProductWraps) {
  std::int32_t first = 0;
  for (std::int64_t i = 0;; ++i) {
    first = static_cast<std::int32_t>(i % 2 == 1 ? (i + 1) / 2 : -(i / 2));
    const std::int64_t exact = ((std::int64_t{first >> 1} * 420 + 16384) >> 15) - 128;
    if (std::clamp<std::int64_t>(exact, -128, 127) != wrapped(first, 1, 420, 15, -128)) break;
  }
  const halflsb_target target = target_of(wraps);
  const RequantizeProblem problem = problem_of(kGlow + "2000000000");
  EXPECT_EQ(smallest_failing(target, problem, 0, Reason::mismatch, 1 << 24).accumulator, first);
  const Smallest within = smallest_failing(target, problem, 0, Reason::mismatch);
  EXPECT_FALSE(within.accumulator.has_value());
  EXPECT_TRUE(within.exhausted);
}

TEST(SmallestFailing, KnowsNothingOfCrashes) {
  EXPECT_FALSE(smallest_failing(target_of(correct), problem_of(kGlow + "1"), 0, Reason::crash).exhausted);
}

Finding minimized(const halflsb_target& target, const std::string& text) {
  Checker checker;
  const Oracle oracle = [&](const Problem& candidate) { return checker.check(target, candidate); };
  Finding finding;
  finding.problem = *parse_problem(text);
  const Outcome outcome = oracle(finding.problem);
  EXPECT_TRUE(outcome.mismatch.has_value());
  finding.mismatch = *outcome.mismatch;
  finding = minimize_finding(target, finding, oracle);
  EXPECT_TRUE(oracle(finding.problem).mismatch.has_value());
  return finding;
}

std::vector<std::int32_t> accumulators(const Finding& finding) {
  return std::get<RequantizeProblem>(finding.problem).accumulators;
}

TEST(MinimizeFinding, ProvesTheSmallestAccumulator) {
  const std::string many = kGlow + "7,-2000,12,1009,77777,-5,3";
  const Finding left = minimized(target_of(errs<from_minus_37>), many);
  EXPECT_EQ(accumulators(left), std::vector<std::int32_t>{-37});
  EXPECT_EQ(left.minimal, Minimal::proved);
  const Finding scattered = minimized(target_of(errs<multiples>), many);
  EXPECT_EQ(accumulators(scattered), std::vector<std::int32_t>{1009});
  EXPECT_EQ(scattered.minimal, Minimal::proved);
  EXPECT_EQ(minimal_text(scattered.problem), "requantize scheme=glow pre=0 scale=1 post=0 acc=1009");
  const Finding unwritten = minimized(target_of(writes_no_last), many);
  EXPECT_EQ(accumulators(unwritten), std::vector<std::int32_t>{0});
  EXPECT_EQ(unwritten.minimal, Minimal::proved);
}

TEST(MinimizeFinding, SaysWhereItProvedNothing) {
  const Finding far = minimized(target_of(errs<beyond_23_bits>), kGlow + "1,2000000000");
  EXPECT_EQ(accumulators(far), std::vector<std::int32_t>{(1 << 23) + 6});
  EXPECT_EQ(far.minimal, Minimal::local);
}

TEST(MinimizeFinding, ShrinksAWrappingProduct) {
  const Finding finding = minimized(target_of(wraps), kGlow + "10226036");
  const auto& problem = std::get<RequantizeProblem>(finding.problem);
  const Parameters& p = problem.requantization.of(0);
  const auto value = [&](const char* name) { return p.integer(name).convert_to<std::int32_t>(); };
  // No smaller accumulator wraps visibly with the parameters that remain.
  const std::int32_t n = problem.accumulators.at(0);
  const auto wrong = [&](std::int32_t x) {
    const std::int64_t rounding = value("post") == 0 ? 0 : std::int64_t{1} << (value("post") - 1);
    const std::int64_t exact = ((std::int64_t{x >> value("pre")} * value("scale") + rounding) >> value("post")) +
                               problem.requantization.zero_point;
    const auto zero_point = static_cast<std::int32_t>(problem.requantization.zero_point);
    return std::clamp<std::int64_t>(exact, -128, 127) !=
           wrapped(x, value("pre"), value("scale"), value("post"), zero_point);
  };
  EXPECT_TRUE(wrong(n));
  for (std::int32_t x = 0; x < std::min(std::abs(n), kExhausted); ++x) ASSERT_FALSE(wrong(x) || wrong(-x)) << x;
  EXPECT_EQ(finding.minimal, std::abs(n) <= kExhausted ? Minimal::proved : Minimal::local);
}

}  // namespace
}  // namespace halflsb
