// Fuzz campaigns: what a kernel does to its process is a finding, the same seed finds the same, exit codes, and one line for bad input.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/campaign/engine_log.h"
#include "harness/campaign/fuzz_engine.h"
#include "harness/isolate/scratch_folder.h"
#include "harness/readers/read_file.h"
#include "harness/tests/cli.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string kPlugin = HALFLSB_FUZZ_TEST_PLUGIN;

bool no_engine() { return std::string(HALFLSB_FUZZ_ENGINE).empty(); }

struct Fuzzed {
  int exit_code;
  json result;
};

Fuzzed fuzz(const std::string& arguments) {
  const CommandResult run = run_halflsb("fuzz --format json " + arguments);
  const json answer = json::parse(run.out, nullptr, false);
  EXPECT_FALSE(answer.is_discarded()) << arguments << "\n" << run.err;
  return {run.exit_code, answer.is_discarded() ? json() : answer["results"]};
}

json timeless(json finding) {
  finding["found_by"].erase("seconds");
  return finding;
}

class Engine : public testing::Test {
 protected:
  void SetUp() override {
    if (no_engine()) GTEST_SKIP() << "this build has no libFuzzer";
  }

  // The engine on a kernel of the plug-in, from nothing.
  EngineResult run(const std::string& kernel) {
    fs::create_directory(folder_ / kernel);
    EngineRun engine;
    engine.executable = HALFLSB_FUZZ_ENGINE;
    engine.target = "wild_" + kernel;
    engine.plugin = kPlugin;
    engine.corpus = {folder_ / kernel};
    engine.artifacts = folder_ / kernel;
    engine.log = folder_ / "log";
    engine.seconds = 30;
    engine.limit = TimeLimit{0.1};
    const auto result = run_engine(engine);
    EXPECT_TRUE(result.ok()) << kernel << ": " << result.error().message;
    return result ? *result : EngineResult{};
  }

  void expect(const std::string& kernel, Reason reason) {
    const EngineResult result = run(kernel);
    EXPECT_GT(result.executions, 0U) << kernel;
    EXPECT_TRUE(fs::is_regular_file(result.failing_input)) << kernel;
    ASSERT_TRUE(result.mismatch) << kernel;
    EXPECT_EQ(name_of(result.mismatch->reason), name_of(reason)) << kernel;
  }

  ScratchFolder folder_;
};

TEST_F(Engine, KnowsTheInputThatNeverReturned) {
  expect("naps", Reason::timeout);
  expect("is_deaf", Reason::timeout);
  expect("chats_for_ever", Reason::timeout);
  EXPECT_LT(fs::file_size(folder_ / "log"), 5U << 20);
}

TEST_F(Engine, KnowsTheInputThatEndedTheProcess) { expect("quits", Reason::crash); }

TEST_F(Engine, KnowsWhatTheCheckSaid) {
  expect("truncates", Reason::mismatch);
  expect("tires", Reason::mismatch);
}

TEST(EngineLog, KeepsTheBeginningAndTheEnd) {
  const ScratchFolder folder;
  {
    EngineLog log(folder / "log");
    log.add("first\n");
    for (int i = 0; i < 3000; ++i) log.add(std::string(4000, 'x') + "\n");
    log.add("last\n\n");
    EXPECT_EQ(log.last_line(), "last");
  }
  const std::string text = *read_file(folder / "log", 1 << 24);
  EXPECT_LT(text.size(), 5U << 20);
  EXPECT_TRUE(text.starts_with("first\n"));
  EXPECT_TRUE(text.ends_with("\nlast\n\n"));
  EXPECT_NE(text.find("\n...\n"), std::string::npos);
}

class Fuzz : public Engine {};

TEST_F(Fuzz, FindsTheSameTwiceWithoutSeeds) {
  const std::string arguments =
      "seeded_requantize_ties_away seeded_conv2d_relu_at_zero --no-seeds --each 30s --stop-at-first ";
  const Fuzzed one = fuzz(arguments + "--jobs 1 --out " + (folder_ / "one"));
  const Fuzzed two = fuzz(arguments + "--jobs 2 --out " + (folder_ / "two"));
  EXPECT_EQ(one.exit_code, 1);
  ASSERT_EQ(one.result.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_EQ(one.result[i]["findings"].size(), 1U);
    EXPECT_EQ(timeless(one.result[i]["findings"][0]), timeless(two.result[i]["findings"][0]));
    EXPECT_EQ(one.result[i]["findings"][0]["found_by"]["engine"], "fuzz");
    EXPECT_EQ(run_halflsb("replay --finding " + one.result[i]["files"][0].get<std::string>()).exit_code, 1);
  }
}

// One of its two kernels has the defect that both are said to have.
TEST_F(Fuzz, ExpectsAKnownDefectWhereItIsOneOfASet) {
  const std::string plugin =
      std::string("fuzz --plugin ") + HALFLSB_DEFECT_PLUGIN + " --each 1s --stop-at-first --out ";
  const CommandResult set = run_halflsb(plugin + (folder_ / "set"));
  EXPECT_EQ(set.exit_code, 1);
  EXPECT_NE(set.out.find("1 of 2 with a known defect found\n"), std::string::npos) << set.out;
  EXPECT_NE(set.out.find(": NOT as expected: wild_correct\n"), std::string::npos) << set.out;
  EXPECT_EQ(run_halflsb(plugin + (folder_ / "correct") + " wild_correct").exit_code, 0);
  EXPECT_EQ(run_halflsb(plugin + (folder_ / "truncates") + " wild_truncates").exit_code, 1);
}

// From a plug-in's finding to its replay, its minimized form and the next campaign, by what the finding itself says.
TEST_F(Fuzz, TellsWhatIsNewFromWhatIsKnown) {
  const std::string arguments = "wild_truncates --plugin " + kPlugin + " --each 10s --stop-at-first --out ";
  const Fuzzed first = fuzz(arguments + (folder_ / "first"));
  EXPECT_EQ(first.exit_code, 1);
  const json finding = first.result[0]["findings"][0];
  EXPECT_EQ(finding["known"], false);
  EXPECT_EQ(finding["plugin"], kPlugin);
  const std::string line = finding["replay"];
  EXPECT_EQ(run_halflsb(line.substr(line.find(' '))).exit_code, 1) << line;
  const std::string file = first.result[0]["files"][0];
  const CommandResult minimized = run_halflsb("minimize --format json --finding " + file);
  EXPECT_EQ(json::parse(minimized.out, nullptr, false)["finding"]["problem"], finding["problem"]);
  EXPECT_EQ(json::parse(minimized.out, nullptr, false)["finding"]["plugin"], kPlugin);
  const CommandResult promoted = run_halflsb("minimize --promote --finding " + file);
  EXPECT_EQ(promoted.exit_code, 2);
  EXPECT_NE(promoted.err.find("--promote: wild_truncates is a target of the plug-in"), std::string::npos)
      << promoted.err;

  const Fuzzed second = fuzz(arguments + (folder_ / "second") + " --known " + (folder_ / "first/findings"));
  EXPECT_EQ(second.exit_code, 0);
  EXPECT_EQ(second.result[0]["findings"][0]["known"], true);
}

TEST_F(Fuzz, GoesOnAfterWhatAKernelDoesToItsProcess) {
  const Fuzzed run =
      fuzz("wild_quits wild_tires wild_correct --plugin " + kPlugin + " --each 2s --out " + (folder_ / "out"));
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_EQ(run.result.size(), 3U);
  ASSERT_EQ(run.result[0]["findings"].size(), 1U);
  EXPECT_EQ(run.result[0]["findings"][0]["reason"], "crash");
  EXPECT_GT(run.result[0]["repeated"], 0);
  ASSERT_EQ(run.result[1]["findings"].size(), 1U);
  EXPECT_EQ(run.result[1]["findings"][0]["reason"], "nondeterministic");
  EXPECT_EQ(run.result[2]["findings"].size(), 0U);
  EXPECT_GT(run.result[2]["executions"], 100);
}

// What a campaign before this one kept may fail now: that is found, and does not end every round.
TEST_F(Fuzz, StartsFromGarbage) {
  fs::create_directories(folder_ / "seeds/requantize/folder");
  fs::create_directories(folder_ / "out/corpus/wild_quits");
  fs::copy("corpus/seeds/requantize", folder_ / "out/corpus/wild_quits");
  std::ofstream(folder_ / "seeds/requantize/noise") << std::string(3000, '\xEE');
  std::ofstream(folder_ / "seeds/requantize/empty") << "";
  fs::create_symlink("nowhere", folder_ / "seeds/requantize/dangling");
  const Fuzzed run = fuzz("wild_quits --plugin " + kPlugin + " --each 5s --out " + (folder_ / "out") + " --seeds " +
                          (folder_ / "seeds"));
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_FALSE(run.result[0]["findings"].empty());
  EXPECT_EQ(run.result[0]["error"], "");
}

json status_of(const std::string& folder, const std::string& target) {
  const auto text = read_file(folder + "/status/" + target + ".json", 1 << 24);
  return text ? json::parse(*text, nullptr, false) : json();
}

TEST_F(Fuzz, GoesOnWhereARunEnded) {
  const std::string arguments = "wild_truncates --plugin " + kPlugin + " --each 2s --out " + (folder_ / "out");
  const Fuzzed first = fuzz(arguments);
  const json before = status_of(folder_ / "out", "wild_truncates");
  std::ofstream(folder_ / "out/findings/wild_truncates-000000000000.json") << "garbage";
  const Fuzzed second = fuzz(arguments);
  const json after = status_of(folder_ / "out", "wild_truncates");
  EXPECT_EQ(before["runs"], 1);
  EXPECT_EQ(after["runs"], 2);
  EXPECT_EQ(after["executions"], before["executions"].get<int>() + second.result[0]["executions"].get<int>());
  ASSERT_FALSE(first.result[0]["findings"].empty());
  for (std::size_t i = 0; i < first.result[0]["findings"].size(); ++i) {
    EXPECT_EQ(second.result[0]["findings"][i]["problem"], first.result[0]["findings"][i]["problem"]);
  }
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_EQ(second.result[0]["unreadable"].size(), 1U);
}

// Killed again and again: what the status said once stays true, and nothing is reported twice.
TEST_F(Fuzz, LosesNothingWhenItIsKilled) {
  const std::string arguments =
      "wild_truncates --plugin " + kPlugin + " --no-seeds --each 20s --out " + (folder_ / "out");
  std::uint64_t durable = 0;
  std::set<std::string> found;
  for (const char* seconds : {"0.4", "1.5", "3", "0.7", "2.5"}) {
    const std::string killed = std::string("timeout -s KILL ") + seconds + " " + HALFLSB_COMMAND + " fuzz " + arguments;
    EXPECT_NE(std::system((killed + " >/dev/null 2>&1").c_str()), -1);
    const json status = status_of(folder_ / "out", "wild_truncates");
    if (status.is_null()) continue;  // before the first
    ASSERT_TRUE(status.is_object()) << "half a status";
    EXPECT_GE(status["executions"].get<std::uint64_t>(), durable);
    durable = status["executions"];
    for (const std::string& file : found) EXPECT_TRUE(fs::exists(folder_ / ("out/findings/" + file))) << file;
    for (const json& finding : status["findings"]) found.insert(finding["file"]);
  }
  const Fuzzed last = fuzz("wild_truncates --plugin " + kPlugin + " --each 2s --out " + (folder_ / "out"));
  const json status = status_of(folder_ / "out", "wild_truncates");
  EXPECT_EQ(status["executions"].get<std::uint64_t>(), durable + last.result[0]["executions"].get<std::uint64_t>());
  std::set<std::string> problems;
  for (const json& finding : last.result[0]["findings"]) {
    EXPECT_TRUE(problems.insert(finding["problem"].get<std::string>()).second) << "twice: " << finding["problem"];
  }
  EXPECT_GE(problems.size(), found.size());
}

// The worst accumulator of one set of parameters, and the first that overflows, as the design's example has them.
TEST_F(Fuzz, ClimbsToTheProvenWorstCase) {
  const Fuzzed run = fuzz(
      "requantize_glow_scalar --parameters 'pre=1 scale=420 post=15 zero_point=-128' --no-seeds --each 10s --out " +
      (folder_ / "out"));
  const json score = run.result[0]["scores"][0];
  EXPECT_EQ(score["proved"], "8295/16384");
  EXPECT_EQ(score["error"], "8295/16384");
  EXPECT_EQ(score["accumulator"], "79");
  EXPECT_EQ(score["overflow"]["witness"], "10226036");
  EXPECT_EQ(score["overflow"]["reached"], true);
}

TEST_F(Fuzz, RefusesBadInputInOneLine) {
  const std::string file = folder_ / "file";
  const std::string out = folder_ / "out";
  std::ofstream(file) << "x";
  fs::create_directory(folder_ / "taken");
  std::ofstream(folder_ / "taken/corpus") << "x";
  for (const std::string& arguments :
       std::vector<std::string>{"requantize_glow_scalar --out " + file,
                                "requantize_glow_scalar --out " + file + "/below",
                                "requantize_glow_scalar --out " + (folder_ / "taken"),
                                "requantize_glow_scalar --out /proc/self",
                                "nope --out " + out,
                                "--origin nope --out " + out,
                                "requantize_glow_scalar",
                                "--all requantize_glow_scalar --out " + out,
                                "--all --for 0s --out " + out,
                                "--all --for -5s --out " + out,
                                "--all --for 1e99h --out " + out,
                                "--all --for abc --out " + out,
                                "--all --for '' --each s --out " + out,
                                "--all --each 0 --out " + out,
                                "--all --each 1e999999999h --out " + out,
                                "--all --each nan --out " + out,
                                "--all --for 1s --each 1s --out " + out,
                                "--all --jobs 0 --out " + out,
                                "--all --jobs -1 --out " + out,
                                "--all --seed x --out " + out,
                                "--all --seeds /nonexistent --out " + out,
                                "--all --seeds " + file + " --out " + out,
                                "--all --seeds corpus/seeds --no-seeds --out " + out,
                                "--plugin /nonexistent.so --out " + out,
                                "--all --time-limit 0 --out " + out,
                                "requantize_glow_scalar --parameters pre=99 --out " + out,
                                "requantize_glow_scalar --parameters x --out " + out,
                                "conv2d_tflite --parameters shift=1 --out " + out,
                                "--all --known /nonexistent --out " + out}) {
    expect_refused(run_halflsb("fuzz " + arguments), arguments);
  }
}

}  // namespace
}  // namespace halflsb
