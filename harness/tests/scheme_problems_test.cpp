// Problems of every published scheme: the minimizer and the byte encoding take what is drawn for a kernel of it, and a domain limits the
// parameters that it names alone.
#include <gtest/gtest.h>

#include "harness/exchange/described.h"
#include "harness/generate/parameters.h"
#include "harness/generate/problems.h"
#include "harness/minimize/candidates.h"
#include "harness/problem/bytes.h"
#include "harness/problem/text.h"

namespace halflsb {
namespace {

TEST(ProblemsOfEveryScheme, AreUsableAndSurviveBytes) {
  for (const Recipe* recipe : recipes()) {
    for (const std::string kind : {"requantize", "conv2d"}) {
      const halflsb_target target = described(kind, *recipe);
      int encoded = 0;
      for (std::uint64_t i = 0; i < 200; ++i) {
        const Problem problem = some_problem(target, 1, i);
        EXPECT_TRUE(usable(problem)) << minimal_text(problem);
        const auto bytes = encode(problem);
        if (!bytes) continue;
        ++encoded;
        EXPECT_TRUE(decode(*bytes) == problem) << minimal_text(problem);
      }
      EXPECT_GT(encoded, 50) << kind << " " << recipe->name;
    }
  }
}

// A domain of the fixed-point forms says nothing of the factor of a kernel that promises a tolerance.
TEST(Parameters, OnlyAFloatFormsFactorHasARange) {
  const halflsb_domain empty{};
  const auto derived = [](const char* scheme, const Rational& factor) {
    return find_recipe(scheme)->derive({factor, std::nullopt, {}}).value();
  };
  for (const Rational& factor : {Rational(1, 100), Rational(3, 4), Rational(7)}) {
    EXPECT_TRUE(parameters_fit(derived("ideal", factor), empty)) << factor;
  }
  halflsb_domain domain{};
  domain.shift = {-31, 8};  // from 2^-32 to below 2^8
  EXPECT_TRUE(parameters_fit(derived("xnnpack_fp32", pow2_rational(-32)), domain));
  EXPECT_FALSE(parameters_fit(derived("xnnpack_fp32", pow2_rational(-33)), domain));
  EXPECT_TRUE(parameters_fit(derived("xnnpack_fp32", 255), domain));
  EXPECT_FALSE(parameters_fit(derived("xnnpack_fp32", 256), domain));
}

}  // namespace
}  // namespace halflsb
