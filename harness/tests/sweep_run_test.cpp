// Sweeps in parts: of kernels that are wrong, crash or hang on one accumulator, interrupted and resumed, side by side.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/sweep/quick.h"
#include "harness/sweep/run.h"
#include "reference/tests/parameters.h"

namespace halflsb {
namespace {

using Args = halflsb_requantize_args;
constexpr std::int32_t kBad = 9000;  // the one accumulator on which the kernels below misbehave

int correct(const Args* args) { return find_target("requantize_glow_scalar")->target->requantize(args); }
const std::int32_t* bad(const Args* args) {
  const std::int32_t* end = args->accumulator + args->count;
  const std::int32_t* found = std::find(args->accumulator, end, kBad);
  return found == end ? nullptr : found;
}
int wrong_once(const Args* args) {
  const int status = correct(args);
  if (const auto* at = bad(args)) static_cast<std::int8_t*>(args->output)[at - args->accumulator] += 3;
  return status;
}
int exits_once(const Args* args) { return bad(args) != nullptr ? _exit(3), 0 : correct(args); }
int hangs_once(const Args* args) {
  for (volatile bool endless = bad(args) != nullptr; endless;) {
  }
  return correct(args);
}

Question question_on(const Interval& range) {
  return {steps_of(glow_parameters(1, 420, 15), 0), Rational(105, 16384), 0, range, Interval{-128, 127}};
}

struct KernelCase {
  halflsb_target target;
  Interval range;
  Sweep sweep;
  Measurement measurement;

  KernelCase(const char* name, int (*kernel)(const Args*), const Interval& over)
      : target(*find_target(name)->target), range(over), sweep(question_on(over)) {
    if (kernel != nullptr) target.requantize = kernel;
    KernelQuestion question{&target, {}};
    question.requantization.parameters = {glow_parameters(1, 420, 15)};
    measurement = {&sweep, question, SchemeSide{sweep.question().scheme, Interval{-128, 127}}, true, TimeLimit{0.2}};
  }
  [[nodiscard]] Measured run() const { return measure(measurement, range); }
};

TEST(KernelSweep, OfACorrectKernelIsThatOfItsScheme) {
  for (const char* name : {"requantize_glow_scalar", "requantize_glow_avx2", "conv2d_glow_scalar"}) {
    const KernelCase kernel(name, nullptr, {-70000, 100000});
    if (!machine_supports(kernel.target)) continue;
    const Measured measured = kernel.run();
    EXPECT_FALSE(measured.failure) << measured.failure->detail;
    EXPECT_EQ(measured.unsupported, "");
    EXPECT_EQ(to_json(measured.tally), to_json(kernel.sweep.scan(kernel.range))) << name;
  }
}

TEST(KernelSweep, FindsTheOneWrongOutput) {
  const KernelCase kernel("requantize_glow_scalar", wrong_once, {-70000, 100000});
  const Measured measured = kernel.run();
  const DifferenceTally<Integer>& d = measured.tally.difference;
  EXPECT_EQ(d.differing, 1);
  EXPECT_EQ(d.witness, Integer(kBad));
  ASSERT_TRUE(d.largest.has_value());
  EXPECT_EQ(d.largest->value, 3);
}

TEST(KernelSweep, NamesTheAccumulatorOfACrashAndOfAHang) {
  for (const auto& [misbehaves, reason] :
       {std::pair{&exits_once, Reason::crash}, std::pair{&hangs_once, Reason::timeout}}) {
    const KernelCase kernel("requantize_glow_scalar", misbehaves, {8900, 9100});
    const Measured measured = kernel.run();
    ASSERT_TRUE(measured.failure.has_value());
    EXPECT_EQ(measured.failure->reason, reason);
    EXPECT_EQ(measured.failure->accumulator, (Interval{kBad, kBad}));
  }
}

TEST(KernelSweep, AQuickLookSeesAWrongStep) {
  const KernelCase good("requantize_glow_scalar", nullptr, signed_range(32));
  const Measured same = quick_look(good.measurement, good.range);
  EXPECT_EQ(same.tally.difference.differing, 0);
  EXPECT_GT(same.tally.error.count, 2 * 255);
  const KernelCase seeded("seeded_requantize_truncates", nullptr, signed_range(32));
  EXPECT_GT(quick_look(seeded.measurement, seeded.range).tally.difference.differing, 0);
}

// A product of what was rounded before has no closed form, and here too many outputs for levels.
TEST(ProveOrSweep, SweepsWhereThereIsNoProof) {
  Step halves = multiply_step("halves", 3, 32);
  halves.divisor = 2;
  Question question{
      {"made up", {halves, multiply_step("product", 5, 32)}}, Rational(15, 2), 0, {-3000000, 3000000}, {}};
  EXPECT_FALSE(prove(question).has_value());
  const auto swept = prove_or_sweep(question);
  ASSERT_TRUE(swept.has_value());
  EXPECT_EQ(swept->method, Method::sweep);
  EXPECT_EQ(swept->error.extremes.max.value, 0);
  EXPECT_EQ(swept->error.extremes.min.value, Rational(-5, 2));
  EXPECT_EQ(swept->error.extremes.min.accumulator, 1);
  EXPECT_EQ(swept->error.misrounded, Integer(3000000));
  question.accumulator = {0, pow2(33)};
  EXPECT_FALSE(prove_or_sweep(question).has_value());
}

class SweepRunTest : public testing::Test {
 protected:
  ~SweepRunTest() override { std::filesystem::remove(state_); }
  [[nodiscard]] Result<Measured> run(std::size_t jobs, const std::string& state, std::uint64_t delay_us = 0,
                                     const std::string& name = "question") const {
    SweepRun sweep_run{range_, 40000, jobs, name, state};
    return run_sweep(sweep_run, [&](const Interval& part) {
      if (delay_us != 0) usleep(static_cast<useconds_t>(delay_us));
      return Measured{sweep_.scan(part), {}, ""};
    });
  }
  Interval range_{-300000, 300000};
  Sweep sweep_{question_on(range_)};
  std::string state_ = testing::TempDir() + "/halflsb_sweep_state_" + std::to_string(getpid());
};

TEST_F(SweepRunTest, GivesTheSameWithAnyNumberOfJobs) {
  const Json want = to_json(sweep_.scan(range_));
  for (const std::size_t jobs : {1U, 2U, 4U}) {
    const auto got = run(jobs, "");
    ASSERT_TRUE(got.ok());
    EXPECT_EQ(to_json(got->tally), want);
  }
}

TEST_F(SweepRunTest, GoesOnAfterAKill) {
  const pid_t child = fork();
  if (child == 0) {
    static_cast<void>(run(1, state_, 200000));
    _exit(0);
  }
  const auto progress = [&]() -> Json { return Json::parse(std::ifstream(state_), nullptr, false); };
  bool begun = false;
  for (int i = 0; i < 500 && !begun; ++i) {
    usleep(20000);
    const Json state = progress();
    begun = state.is_object() && state["next"] != "-300000";
  }
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(begun);
  EXPECT_TRUE(WIFSIGNALED(status));
  const auto other = run(1, state_, 0, "another question");
  ASSERT_FALSE(other.ok());
  EXPECT_NE(other.error().message.find("another question"), std::string::npos);
  const auto got = run(2, state_);
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(to_json(got->tally), to_json(sweep_.scan(range_)));
  EXPECT_EQ(progress()["next"], "300001");
}

TEST_F(SweepRunTest, RefusesWhatIsNoState) {
  std::ofstream(state_) << "[1]";
  EXPECT_FALSE(run(1, state_).ok());
  EXPECT_FALSE(run(1, "/nonexistent/state").ok());
}

}  // namespace
}  // namespace halflsb
