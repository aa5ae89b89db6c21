// Findings for tests: of each reason, and of any problem.
#pragma once

#include <gtest/gtest.h>

#include <array>

#include "harness/check/registry.h"
#include "harness/finding/finding.h"
#include "harness/finding/steps.h"
#include "harness/generate/problems.h"
#include "harness/problem/text.h"
#include "reference/exact/parse_number.h"

namespace halflsb {

inline constexpr std::array kReasons{Reason::mismatch, Reason::tolerance, Reason::out_of_bounds,
                                     Reason::crash,    Reason::timeout,   Reason::nondeterministic};

inline constexpr const char* kLine = "requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=1,10226036";
inline constexpr const char* kConv =
    "conv2d in=1x2x2x1 filter=2x1x1x1 in_zp=3 scheme=glow pre=0 scale=3 post=1 bias_type=i32 bias_data=5,-6 "
    "in_data=1,2,3,4 filter_data=7,-8";

inline Finding finding_of(Reason reason, const char* line = kLine) {
  Finding finding;
  finding.target = "requantize_example";
  finding.problem = *parse_problem(line);
  finding.mismatch.reason = reason;
  if (reason == Reason::mismatch || reason == Reason::tolerance) {
    finding.mismatch.has_output = true;
    finding.mismatch.count = 1;
    finding.mismatch.where = {0, 0, 0, 1};
    finding.mismatch.want = reason == Reason::tolerance ? "123/7" : "127";
    finding.mismatch.got = -128;
    finding.mismatch.error = *parse_rational("-255/7");
  } else {
    finding.mismatch.detail = "dies of signal 11: \"quoted\"";
  }
  finding.found_by = {"fuzz", ~std::uint64_t{0}, 12, 0.1};
  finding.minimal = Minimal::local;
  return finding;
}

// Where a problem comes from does not matter here: any will do.
inline Finding some_finding(Random& random) {
  const auto& targets = registered_targets();
  const auto at = static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(targets.size()) - 1));
  Finding finding = finding_of(kReasons[static_cast<std::size_t>(random.between(0, 5))]);
  finding.target = targets[at].target->name;
  finding.problem = some_problem(*targets[at].target, random.bits(), 100);
  const auto shape = output_shape(finding.problem);
  for (std::size_t i = 0; i < 4 && finding.mismatch.has_output; ++i) {
    finding.mismatch.where[i] = random.between(0, shape[i] - 1);
  }
  finding.mismatch.got = random.between(INT32_MIN, INT32_MAX);
  finding.mismatch.count = finding.mismatch.has_output ? 3 : 0;
  finding.found_by = {random.one_in(2) ? "property" : "sweep", random.bits(), random.bits(), 1e-7};
  finding.minimal = static_cast<Minimal>(random.between(0, 2));
  return finding;
}

inline void expect_same(const Finding& a, const Finding& b) {
  EXPECT_EQ(a.target, b.target);
  EXPECT_TRUE(a.problem == b.problem);
  EXPECT_EQ(a.mismatch.reason, b.mismatch.reason);
  EXPECT_EQ(a.mismatch.detail, b.mismatch.detail);
  EXPECT_EQ(a.mismatch.count, b.mismatch.count);
  EXPECT_EQ(a.mismatch.has_output, b.mismatch.has_output);
  if (a.mismatch.has_output) {
    EXPECT_EQ(a.mismatch.where, b.mismatch.where);
    EXPECT_EQ(a.mismatch.want, b.mismatch.want);
    EXPECT_EQ(a.mismatch.got, b.mismatch.got);
    EXPECT_EQ(a.mismatch.error, b.mismatch.error);
  }
  EXPECT_EQ(a.found_by.engine, b.found_by.engine);
  EXPECT_EQ(a.found_by.seed, b.found_by.seed);
  EXPECT_EQ(a.found_by.problems, b.found_by.problems);
  EXPECT_EQ(a.found_by.seconds, b.found_by.seconds);
  EXPECT_EQ(a.minimal, b.minimal);
  EXPECT_EQ(a.plugin, b.plugin);
}

}  // namespace halflsb
