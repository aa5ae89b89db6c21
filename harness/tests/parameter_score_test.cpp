// How close a search came, and what is kept of it between runs.
#include "harness/campaign/parameter_score.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/campaign/status.h"
#include "harness/check/registry.h"
#include "harness/isolate/scratch_folder.h"
#include "harness/problem/text.h"

namespace halflsb {
namespace {

Requantization example() {
  return requantization_of(*parse_problem("requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=0"));
}

TEST(ParameterScore, IsExactAndBesideTheProof) {
  EXPECT_EQ(error_of(example(), 8192), Rational(1, 2));
  EXPECT_EQ(error_of(example(), 79), Rational(-8295, 16384));
  EXPECT_EQ(error_of(example(), INT32_MAX), Rational(0));  // both clamped
  const ParameterScore near = score_of(example(), {0, 8192, 10226040});
  EXPECT_EQ(near.found.value, Rational(1, 2));
  EXPECT_EQ(near.proved->value, Rational(8295, 16384));
  EXPECT_EQ(*near.overflow_found, 10226040);
  EXPECT_FALSE(near.frontier_reached());
  const ParameterScore there = score_of(example(), {79, 10226036, -10226113});
  EXPECT_EQ(there.found.value, there.proved->value);
  EXPECT_TRUE(there.frontier_reached());
  EXPECT_FALSE(score_of(example(), {79}).overflow_found.has_value());
}

TEST(CampaignStatus, IsReadAsItWasWritten) {
  const ScratchFolder folder;
  const RegisteredTarget& target = *find_target("requantize_glow_scalar");
  ASSERT_TRUE(load_status(folder.string(), "requantize_glow_scalar").ok());
  std::filesystem::create_directory(folder / "status");
  CampaignStatus status;
  status.runs = 2;
  status.executions = std::uint64_t{1} << 60;
  status.triaged = {"crash-1"};
  status.findings = {"a.json"};
  status.add({1.5, 10, 3, 0.5});
  status.add({2.5, 20, 4, -1});
  ASSERT_FALSE(save_status(folder.string(), target, status).has_value());
  const auto read = load_status(folder.string(), target.target->name);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->executions, status.executions);
  EXPECT_EQ(read->triaged, status.triaged);
  EXPECT_EQ(read->findings, status.findings);
  ASSERT_EQ(read->history.size(), 2U);
  EXPECT_EQ(read->history[0].worst, 0.5);
  EXPECT_LT(read->history[1].worst, 0);
  std::ofstream(status_path(folder.string(), target.target->name)) << "{}";
  EXPECT_FALSE(load_status(folder.string(), target.target->name).ok());
}

TEST(CampaignStatus, ThinsItsHistoryEvenly) {
  CampaignStatus status;
  for (int i = 0; i < 5000; ++i) status.add({static_cast<double>(i), 0, 0, -1});
  EXPECT_LE(status.history.size(), CampaignStatus::kMostSamples);
  EXPECT_GE(status.history.size(), CampaignStatus::kMostSamples / 2);
  EXPECT_EQ(status.history.front().seconds, 0);
  EXPECT_EQ(status.history.back().seconds, 4999);
}

}  // namespace
}  // namespace halflsb
