// A problem survives its text, its JSON and its bytes; anything else is refused in one line, or decodes to a valid problem.
#include <gtest/gtest.h>

#include "harness/check/registry.h"
#include "harness/problem/bytes.h"
#include "harness/problem/json.h"
#include "harness/tests/rapidcheck_problem.h"

namespace halflsb {
namespace {

Problem any_target_problem() {
  const auto& targets = registered_targets();
  const auto at = *rc::gen::inRange<std::size_t>(0, targets.size());
  return *any_problem(*targets[at].target);
}

void expect_same(const Result<Problem>& read, const Problem& problem) {
  if (!read) RC_FAIL(read.error().message);
  RC_ASSERT(*read == problem);
}

TEST(ProblemText, RoundTrips) {
  EXPECT_TRUE(rc::check([] {
    const Problem problem = any_target_problem();
    expect_same(parse_problem(canonical_text(problem)), problem);
    expect_same(parse_problem(minimal_text(problem)), problem);
    RC_ASSERT(minimal_text(problem).size() <= canonical_text(problem).size());
  }));
}

TEST(ProblemJson, RoundTrips) {
  EXPECT_TRUE(rc::check([] {
    const Problem problem = any_target_problem();
    expect_same(problem_from_json(Json::parse(to_json(problem).dump())), problem);
  }));
}

TEST(ProblemBytes, RoundTrip) {
  std::size_t encoded = 0;
  EXPECT_TRUE(rc::check([&] {
    const Problem problem = any_target_problem();
    const auto bytes = encode(problem);
    if (!bytes) return;
    ++encoded;
    RC_ASSERT(bytes->front() == 1);
    RC_ASSERT(decode(*bytes) == problem);
  }));
  EXPECT_GT(encoded, 500U);
}

TEST(ProblemBytes, RefusesAFactorThatDoesNotFit) {
  for (const char* factor : {"1/4611686018427387904", "4611686018427387904", "1/4294967296"}) {
    const auto problem = parse_problem(std::string("requantize scheme=ideal acc=1 factor=") + factor);
    ASSERT_TRUE(problem.ok()) << problem.error().message;
    EXPECT_FALSE(encode(*problem).has_value()) << factor;
  }
}

TEST(ProblemBytes, EveryStringDecodesToAValidProblem) {
  Random random(7);
  for (int i = 0; i < 3000; ++i) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(random.between(0, 200)));
    for (std::uint8_t& byte : bytes)
      byte = static_cast<std::uint8_t>(random.one_in(3) ? random.pick<std::uint64_t>({0, 1, 255}) : random.bits());
    if (!bytes.empty()) bytes[0] = 1;
    const Problem problem = decode(bytes);
    const Result<Problem> read = parse_problem(canonical_text(problem));
    ASSERT_TRUE(read.ok()) << read.error().message;
    ASSERT_TRUE(*read == problem) << canonical_text(problem);
  }
}

TEST(ProblemText, ExampleOfTheDesign) {
  const auto problem = parse_problem("requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=10226036");
  ASSERT_TRUE(problem.ok());
  EXPECT_EQ(minimal_text(*problem), "requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=10226036");
  EXPECT_EQ(canonical_text(*problem),
            "requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 output=i8 width=32 acc=10226036");
}

TEST(ProblemText, RefusesInOneLine) {
  const std::string conv = "conv2d in=1x1x1x1 filter=1x1x1x1 scheme=glow pre=0 scale=1 post=0 ";
  const std::pair<std::string, const char*> bad[] = {
      {"", "empty"},
      {"matmul a=1", "not a kind"},
      {"requantize scheme=glow pre=1 scale=420 post=15", "acc is missing"},
      {"requantize scheme=glow pre=1 scale=420 acc=1", "post is missing"},
      {"requantize scheme=gloow pre=1 scale=420 post=15 acc=1", "not known"},
      {"requantize scheme=glow pre=1 scale=420 post=15 acc=1 colour=red", "'colour' is not a key"},
      {"requantize scheme=glow pre=1 pre=1 scale=420 post=15 acc=1", "given twice"},
      {"requantize scheme=glow pre=1 scale=0 post=15 acc=1", "outside [1"},
      {"requantize scheme=glow pre=-1 scale=1 post=15 acc=1", "outside [0"},
      {"requantize scheme=glow pre=1 scale=420 post=256 acc=1", "outside [0"},
      {"requantize scheme=glow pre=1 scale=420 post=15 acc=2147483648", "acc[0]"},
      {"requantize scheme=glow pre=1 scale=420 post=15 acc=1,,2", "acc[1]"},
      {"requantize scheme=glow pre=1 scale=420 post=15 acc", "not key=value"},
      {"requantize scheme=glow pre=1 scale=420 post=15 acc=1 output=5:1", "not an output range"},
      {"requantize version=2 scheme=glow pre=1 scale=420 post=15 acc=1", "expected 1"},
      {"requantize scheme=ideal acc=1", "factor is missing"},
      {"requantize scheme=ideal factor=1/0 acc=1", "denominator"},
      {conv + "in_data=1 filter_data=300", "filter_data[0]"},
      {conv + "in_data=1,2 filter_data=3", "in_data has 2 values"},
      {conv + "in_data=1 filter_data=3 groups=2", "channels per group"},
      {conv + "in_data=1 filter_data=3 stride=0,1", "outside [1"},
      {conv + "in_data=1 filter_data=3 pad=-1,0,0,0", "outside [0"},
      {conv + "in_data=1 filter_data=3 filter_zp=1,2", "filter_zp has 2 values"},
      {conv + "in_data=1 filter_data=3 bias_type=i16 bias_data=1", "bias_type"},
      {conv + "in_data=1 filter_data=3 bias_data=1", "'bias_data' is not a key"},
      {conv + "in_data=1 filter_data=3 activation=gelu", "activation"},
      {"conv2d in=100000x100000x100000x1 filter=1x1x1x1 scheme=glow pre=0 scale=1 post=0 in_data=1 filter_data=1",
       "2^28"},
      {conv + "in_data=1 filter_data=3 pad=9999,9999,9999,9999", "2^25"},
      {"conv2d in=1x2x2x1 filter=1x3x3x1 scheme=glow pre=0 scale=1 post=0 in_data=1,1,1,1 "
       "filter_data=1,1,1,1,1,1,1,1,1",
       "does not fit"},
  };
  for (const auto& [line, why] : bad) {
    const auto problem = parse_problem(line);
    ASSERT_FALSE(problem.ok()) << line;
    EXPECT_NE(problem.error().message.find(why), std::string::npos) << line << "\n" << problem.error().message;
    EXPECT_EQ(problem.error().message.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace halflsb
