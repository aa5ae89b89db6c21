// The plotted errors against the prover, and what is counted of them.
#include "harness/report/error_curve.h"

#include <gtest/gtest.h>

#include <numeric>

#include "harness/campaign/parameter_score.h"
#include "harness/problem/text.h"
#include "harness/report/escape.h"

namespace halflsb::report {
namespace {

ErrorCurve curve_of(const std::string& parameters) {
  const auto problem = parse_problem("requantize " + parameters + " acc=0");
  EXPECT_TRUE(problem.ok()) << parameters;
  return error_curve(requantization_of(*problem));
}

TEST(ErrorCurve, StaysInsideTheProvenBoundsAndAttainsThem) {
  for (const char* parameters :
       {"scheme=glow pre=1 scale=420 post=15 zero_point=-128", "scheme=glow pre=0 scale=1 post=1",
        "scheme=glow pre=0 scale=1 post=0 output=-2147483648:2147483647", "scheme=ideal factor=-1/3",
        "scheme=tflite_double_rounding multiplier=1073741824 shift=-7 zero_point=3 output=u8",
        "scheme=tflite_single_rounding multiplier=1288490189 shift=2"}) {
    const ErrorCurve curve = curve_of(parameters);
    ASSERT_TRUE(curve.proof) << parameters;
    const double max = to_decimal(curve.proof->error.extremes.max.value);
    const double min = to_decimal(curve.proof->error.extremes.min.value);
    double largest = -1e9, smallest = 1e9;
    for (const auto& [n, error] : curve.samples) {
      EXPECT_LE(error, max) << parameters << " at " << n;
      EXPECT_GE(error, min) << parameters << " at " << n;
      largest = std::max(largest, error);
      smallest = std::min(smallest, error);
    }
    const Extremes& extremes = curve.proof->error.extremes;
    if (curve.view.contains(extremes.max.accumulator)) {
      EXPECT_EQ(largest, max) << parameters;
    }
    if (curve.view.contains(extremes.min.accumulator)) {
      EXPECT_EQ(smallest, min) << parameters;
    }
    EXPECT_TRUE(std::is_sorted(curve.samples.begin(), curve.samples.end())) << parameters;
    EXPECT_LE(curve.samples.size(), 1600U) << parameters;
    ASSERT_TRUE(curve.unsaturated && curve.proof->error.unsaturated) << parameters;
    EXPECT_EQ(curve.unsaturated->lo, curve.proof->error.unsaturated->lo) << parameters;
    EXPECT_EQ(curve.unsaturated->hi, curve.proof->error.unsaturated->hi) << parameters;
  }
}

TEST(ErrorCurve, HasTheErrorsThatSearchesAreScoredBy) {
  const auto problem = parse_problem("requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=0");
  const Requantization& rq = requantization_of(*problem);
  for (const auto& [n, error] : error_curve(rq).samples) EXPECT_EQ(error, to_decimal(error_of(rq, n))) << n;
}

TEST(ErrorCurve, CountsEveryAccumulatorWhereTheyAreFew) {
  // Halves, rounded up: N / 2 is off by 0 or by 1/2.
  const Histogram histogram = curve_of("scheme=glow pre=0 scale=1 post=1").histogram;
  EXPECT_TRUE(histogram.every);
  EXPECT_EQ(histogram.total, 511U);
  EXPECT_EQ(std::accumulate(histogram.counts.begin(), histogram.counts.end(), std::uint64_t{0}), 511U);
  EXPECT_EQ(histogram.counts.back(), 255U);  // (0.475, 0.5]: a bound belongs to the side towards 0
  EXPECT_EQ(histogram.counts[static_cast<std::size_t>(-histogram.first)], 256U);
  const Histogram sampled = curve_of("scheme=glow pre=1 scale=42 post=16").histogram;
  EXPECT_FALSE(sampled.every);
  EXPECT_EQ(sampled.total, 16384U);
}

TEST(ErrorCurve, DoesWithoutAccumulatorsThatDoNotSaturate) {
  const ErrorCurve curve = curve_of("scheme=glow pre=0 scale=1000 post=0 output=1:2");
  EXPECT_FALSE(curve.unsaturated);
  EXPECT_FALSE(curve.samples.empty());
  EXPECT_GT(curve.histogram.total, 0U);
}

TEST(Escape, LeavesNoMarkupAndNothingThatIsNoText) {
  EXPECT_EQ(escaped("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
  const std::string replaced = "\xEF\xBF\xBD";
  EXPECT_EQ(escaped("\x01\x7f\n"), replaced + replaced + "\n");
  EXPECT_EQ(escaped("\xc3\xa9 \xf0\x9f\x98\x80"), "\xc3\xa9 \xf0\x9f\x98\x80");
  for (const char* broken : {"\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x28"}) {
    EXPECT_TRUE(escaped(broken).starts_with(replaced)) << broken;
    EXPECT_EQ(escaped(broken).find(broken), std::string::npos);
  }
  EXPECT_EQ(json_in_script(Json("</script><!--")), "\"\\u003c/script>\\u003c!--\"");
  EXPECT_EQ(uri_of("findings/a b<.json"), "findings/a%20b%3C.json");
  EXPECT_EQ(in_markdown("a|b\n*c*"), "a\\|b \\*c\\*");
}

}  // namespace
}  // namespace halflsb::report
