// Targets from a shared library, among them kernels that crash, hang and corrupt: each gets its verdict, and the run goes on.
#include "harness/check/plugin.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "harness/check/registry.h"
#include "harness/check/sanitized.h"
#include "harness/tests/cli.h"

namespace halflsb {
namespace {

using nlohmann::json;

const std::string kPlugin = std::string("--plugin ") + HALFLSB_MISBEHAVING_PLUGIN;

std::map<std::string, json> by_target(const json& answer) {
  std::map<std::string, json> results;
  for (const json& result : answer["results"]) results[result["target"]] = result;
  return results;
}

// Findings without what the clock decides.
json timeless(json answer) {
  for (json& result : answer["results"]) {
    if (!result["finding"].is_null()) result["finding"]["found_by"].erase("seconds");
  }
  return answer;
}

json check(const std::string& arguments, int exit_code = 0) {
  const CommandResult run =
      run_halflsb("check " + kPlugin + " --time-limit 1 --problems 2000 --format json " + arguments);
  EXPECT_EQ(run.exit_code, exit_code) << run.err;
  return json::parse(run.out, nullptr, false);
}

TEST(Plugin, EveryMisbehaviourGetsItsVerdict) {
  auto results = by_target(check(""));
  ASSERT_EQ(results.size(), 18U);
  const auto verdict = [&](const char* name) { return results[std::string("plugin_") + name]["verdict"]; };
  const auto reason = [&](const char* name) { return results[std::string("plugin_") + name]["finding"]["reason"]; };
  for (const char* name : {"correct", "closes_descriptors", "leaves_a_child", "prints"}) {
    EXPECT_EQ(verdict(name), "pass") << name;
  }
  for (const char* name : {"crashes", "aborts_after_a_while", "exits", "overflows_the_stack", "signals_its_parent"}) {
    EXPECT_EQ(verdict(name), "crash") << name;
    EXPECT_EQ(reason(name), "crash") << name;
  }
  for (const char* name : {"loops_for_ever", "sleeps"}) EXPECT_EQ(verdict(name), "timeout") << name;
  for (const char* name : {"writes_past_output", "writes_to_input", "writes_far_past_output"}) {
    EXPECT_EQ(verdict(name), "fail") << name;
    EXPECT_EQ(reason(name), "out_of_bounds") << name;
  }
  for (const char* name : {"answers_differently", "remembers"}) EXPECT_EQ(verdict(name), "nondeterministic") << name;
  for (const char* name : {"reads_uninitialised_heap", "reads_uninitialised_stack"}) {
    if (kSanitized) {
      EXPECT_NE(verdict(name), "pass") << name;
    } else {
      EXPECT_EQ(verdict(name), "nondeterministic") << name;
    }
  }
}

TEST(Plugin, TheSameSeedFindsTheSameWithAnyNumberOfJobs) {
  const std::string some =
      "plugin_correct plugin_crashes plugin_writes_past_output plugin_writes_to_input plugin_exits --seed 7 ";
  const json one = check(some + "--jobs 1", 1);
  EXPECT_EQ(timeless(one), timeless(check(some + "--jobs 4", 1)));
  EXPECT_FALSE(one["results"][1]["finding"].is_null());
}

TEST(Plugin, IsLoadedOnceAndNamesMustBeFree) {
  EXPECT_EQ(run_halflsb("targets " + kPlugin + " " + kPlugin).exit_code, 0);
  EXPECT_EQ(
      run_halflsb("replay " + kPlugin + " --target plugin_correct 'requantize scheme=glow pre=0 scale=1 post=0 acc=1'")
          .exit_code,
      0);
}

TEST(Plugin, WhatIsNotOneIsRefusedInOneLine) {
  const std::string text_file = testing::TempDir() + "/halflsb_not_a_plugin.so";
  std::ofstream(text_file) << "not a shared library\n";
  for (const std::string& file : {std::string("/nonexistent.so"), std::string("."), text_file}) {
    expect_refused(run_halflsb("check --plugin " + file), file);
  }
  std::remove(text_file.c_str());
}

TEST(Plugin, LoadingIsTriedApart) {
  const auto targets_when = [](const std::string& misbehaviour) {
    setenv("HALFLSB_MISBEHAVE", misbehaviour.c_str(), 1);
    CommandResult run = run_halflsb("targets --format json " + kPlugin);
    unsetenv("HALFLSB_MISBEHAVE");
    return run;
  };
  for (const char* misbehaviour : {"crash", "exit"}) {
    const CommandResult run = targets_when(misbehaviour);
    expect_refused(run, misbehaviour);
    EXPECT_NE(run.err.find("cannot be loaded (the process that tries"), std::string::npos) << run.err;
  }
  for (const char* misbehaviour : {"print", "close", "crash at the end"}) {
    const CommandResult run = targets_when(misbehaviour);
    EXPECT_EQ(run.exit_code, 0) << misbehaviour;
    EXPECT_TRUE(json::accept(run.out)) << misbehaviour << ": " << run.out;
  }
}

halflsb_target example() { return *find_target("conv2d_glow_scalar")->target; }

TEST(Sanitized, RefusesWhatNoProblemCouldBeDrawnFor) {
  EXPECT_TRUE(sanitized(example()).ok());
  const auto refused = [](auto change) {
    halflsb_target target = example();
    change(target);
    return !sanitized(target).ok();
  };
  EXPECT_TRUE(refused([](halflsb_target& t) { t.abi_version = 7; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.struct_size = 8; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.name = nullptr; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.name = "No Such Name"; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.kind = "pool"; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.defect = "two\nlines"; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.scheme = "nope"; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.tolerance = "1/2"; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.scheme = nullptr; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.scheme = nullptr, t.tolerance = "half"; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.conv2d = nullptr; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.domain.output_types = 0; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.domain.input_types = 1U << HALFLSB_I32; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.domain.kernel = {0, 0}; }));
  EXPECT_TRUE(refused([](halflsb_target& t) { t.domain.scale = {5, 4}; }));
}

TEST(Sanitized, NarrowsWhatNoProblemCanHold) {
  halflsb_target target = example();
  target.domain.scale = {INT64_MIN, INT64_MAX};
  target.domain.stride = {-5, INT64_MAX};
  const auto clean = sanitized(target);
  ASSERT_TRUE(clean.ok());
  EXPECT_EQ(clean->domain.scale.min, 1);
  EXPECT_EQ(clean->domain.scale.max, INT32_MAX);
  EXPECT_EQ(clean->domain.stride.min, 1);
}

}  // namespace
}  // namespace halflsb
