// check() sees what a kernel does beside computing: each of these kernels misbehaves in one way.
#include "harness/check/check.h"

#include <gtest/gtest.h>

#include <cfenv>
#include <csignal>
#include <cstring>
#include <stdexcept>

#include "harness/check/registry.h"
#include "harness/problem/text.h"

namespace halflsb {
namespace {

using Args = halflsb_requantize_args;

int correct(const Args* args) { return find_target("requantize_glow_scalar")->target->requantize(args); }
std::int8_t* output(const Args* args) { return static_cast<std::int8_t*>(args->output); }

volatile std::int64_t g_sink;
std::int32_t* writable(const Args* args) { return const_cast<std::int32_t*>(args->accumulator); }

int reads_after(const Args* args) { return g_sink = args->accumulator[args->count], correct(args); }
int reads_before(const Args* args) { return g_sink = args->accumulator[-1], correct(args); }
int writes_after(const Args* args) { return correct(args), output(args)[args->count] = 1, HALFLSB_OK; }
int writes_before(const Args* args) { return correct(args), output(args)[-1] = 1, HALFLSB_OK; }
int writes_input(const Args* args) { return correct(args), writable(args)[0] ^= 1, HALFLSB_OK; }
int writes_far_after(const Args* args) { return correct(args), output(args)[args->count + 70'000] = 1, HALFLSB_OK; }
int writes_far_before(const Args* args) { return correct(args), output(args)[-70'000] = 1, HALFLSB_OK; }
int writes_arguments(const Args* args) {
  const int status = correct(args);
  const_cast<Args*>(args)->zero_point += 1;
  return status;
}
int leaves_last(const Args* args) {
  Args fewer = *args;
  fewer.count -= 1;
  return correct(&fewer);
}
int adds_what_was_there(const Args* args) {
  const std::int8_t before = output(args)[0];
  correct(args);
  output(args)[0] = static_cast<std::int8_t>(output(args)[0] ^ (before & 1));
  return HALFLSB_OK;
}
int aborts(const Args*) { return raise(SIGABRT), HALFLSB_OK; }
int segfaults(const Args*) { return raise(SIGSEGV), HALFLSB_OK; }
int refuses(const Args*) { return HALFLSB_UNSUPPORTED; }
int fails(const Args*) { return HALFLSB_FAILED; }
int throws(const Args*) { throw std::runtime_error("a kernel in C does not"); }
int refuses_every_second_call(const Args* args) {
  static int calls = 0;
  return ++calls % 2 == 0 ? HALFLSB_UNSUPPORTED : correct(args);
}
int rounds_down(const Args* args) { return std::fesetround(FE_DOWNWARD), correct(args); }
int off_by_one(const Args* args) { return correct(args), output(args)[1] = 7, HALFLSB_OK; }

Outcome check_kernel(int (*kernel)(const Args*), const char* tolerance = nullptr) {
  halflsb_target target = *find_target("requantize_glow_scalar")->target;
  target.requantize = kernel;
  if (tolerance != nullptr) {
    target.scheme = nullptr;
    target.tolerance = tolerance;
  }
  const auto problem = parse_problem("requantize scheme=glow pre=0 scale=1 post=1 acc=1,2,3,4,5");  // 1 1 2 2 3
  Checker checker;
  return checker.check(target, *problem);
}

TEST(Check, PassesACorrectKernel) { EXPECT_EQ(check_kernel(correct).verdict, Verdict::pass); }

TEST(Check, SeesReadsAndWritesOutOfBounds) {
  for (const auto kernel : {reads_after, reads_before, writes_after, writes_before, writes_input, writes_far_after,
                            writes_far_before, writes_arguments}) {
    const Outcome outcome = check_kernel(kernel);
    EXPECT_EQ(outcome.verdict, Verdict::fail);
    ASSERT_TRUE(outcome.mismatch.has_value());
    EXPECT_EQ(outcome.mismatch->reason, Reason::out_of_bounds);
  }
}

TEST(Check, AllowsTheReadsThatATargetDeclares) {
  halflsb_target target = *find_target("requantize_glow_scalar")->target;
  target.requantize = reads_after;
  target.read_past = 4;
  Checker checker;
  const auto problem = parse_problem("requantize scheme=glow pre=0 scale=1 post=1 acc=1,2,3");
  EXPECT_EQ(checker.check(target, *problem).verdict, Verdict::pass);
}

TEST(Check, SeesAnOutputThatIsNotWritten) {
  const Outcome outcome = check_kernel(leaves_last);
  EXPECT_EQ(outcome.verdict, Verdict::fail);
  EXPECT_EQ(outcome.mismatch->detail, "the output is not written");
  EXPECT_EQ(outcome.mismatch->where[3], 4);
}

TEST(Check, SeesAnAnswerThatDependsOnMemory) {
  const Outcome outcome = check_kernel(adds_what_was_there);
  EXPECT_EQ(outcome.verdict, Verdict::nondeterministic);
  EXPECT_EQ(outcome.mismatch->reason, Reason::nondeterministic);
}

TEST(Check, SeesAKernelThatRefusesOneOfTwoEqualCalls) {
  for (int i = 0; i < 2; ++i) {  // the first one, or the second
    EXPECT_EQ(check_kernel(refuses_every_second_call).verdict, Verdict::nondeterministic);
    const auto problem = parse_problem("requantize scheme=glow pre=0 scale=1 post=0 acc=1");
    Caller caller;
    halflsb_target target = *find_target("requantize_glow_scalar")->target;
    target.requantize = refuses_every_second_call;
    caller.prepare(target, *problem);
    static_cast<void>(caller.run(Placement::against_end, 0));
  }
}

TEST(Check, RestoresTheRoundingMode) {
  EXPECT_EQ(check_kernel(rounds_down).verdict, Verdict::pass);
  EXPECT_EQ(std::fegetround(), FE_TONEAREST);
}

TEST(Check, SurvivesCrashes) {
  EXPECT_EQ(check_kernel(throws).verdict, Verdict::crash);
  EXPECT_EQ(check_kernel(aborts).verdict, Verdict::crash);
  EXPECT_EQ(check_kernel(segfaults).verdict, Verdict::crash);
  EXPECT_EQ(check_kernel(fails).verdict, Verdict::crash);
  EXPECT_EQ(check_kernel(refuses).verdict, Verdict::unsupported);
  EXPECT_EQ(check_kernel(correct).verdict, Verdict::pass);
}

TEST(Check, DoesNotRunWhatTheMachineLacks) {
  halflsb_target target = *find_target("requantize_glow_scalar")->target;
  target.isa = 1U << 31;
  target.requantize = aborts;
  Checker checker;
  const auto problem = parse_problem("requantize scheme=glow pre=0 scale=1 post=1 acc=1");
  EXPECT_EQ(checker.check(target, *problem).verdict, Verdict::unsupported);
}

TEST(Check, ReportsWantGotAndError) {
  const Outcome outcome = check_kernel(off_by_one);
  EXPECT_EQ(outcome.verdict, Verdict::fail);
  EXPECT_EQ(outcome.mismatch->reason, Reason::mismatch);
  EXPECT_EQ(outcome.mismatch->want, "1");
  EXPECT_EQ(outcome.mismatch->got, 7);
  EXPECT_EQ(outcome.mismatch->error, Rational(6));
  EXPECT_EQ(outcome.mismatch->count, 1U);
}

TEST(Check, MeasuresATolerance) {
  EXPECT_EQ(check_kernel(correct, "1/2").verdict, Verdict::pass);  // glow rounds 0.5, 1.5, 2.5 up
  const Outcome outcome = check_kernel(correct, "49/100");
  EXPECT_EQ(outcome.mismatch->reason, Reason::tolerance);
  EXPECT_EQ(outcome.mismatch->want, "1/2");
  EXPECT_EQ(outcome.mismatch->count, 3U);
}

}  // namespace
}  // namespace halflsb
