// halflsb sweep and equal --target: the documented JSON, shards and their merge, and one clear line for bad input.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "harness/tests/cli.h"

namespace halflsb {
namespace {

using nlohmann::json;

const std::string kQuestion = "--scheme glow --pre 1 --scale 420 --post 15 --zero-point -128 --acc -300000:2400000 ";
// With this one the ties of negative accumulators are not beyond the rail.
const std::string kTies = "--scheme glow --pre 1 --scale 420 --post 15 --acc -300000:2400000 ";
const std::string kParameters = "--pre 1 --scale 420 --post 15 --zero-point -128";

json run_json(const std::string& arguments, int exit_code = 0) {
  const CommandResult result = run_halflsb(arguments + " --format json");
  EXPECT_EQ(result.exit_code, exit_code) << arguments << "\n" << result.err;
  return json::parse(result.out, nullptr, false);
}

// All but what says how it was found and how long that took.
json answer_of(json answer) {
  for (const char* key : {"command", "method", "target", "declared", "seconds", "rate", "shard"}) answer.erase(key);
  return answer;
}

TEST(SweepCommand, GivesTheAnswerOfProve) {
  const json proved = run_json("prove " + kQuestion);
  const json swept = run_json("sweep " + kQuestion);
  EXPECT_EQ(answer_of(swept), answer_of(proved));
  EXPECT_EQ(swept["method"], "sweep");
  EXPECT_EQ(swept["command"], "sweep");
  const json kernel = run_json("sweep --target requantize_glow_scalar " + kQuestion);
  EXPECT_EQ(answer_of(kernel), answer_of(proved));
  EXPECT_EQ(kernel["declared"]["identical"], true);
  const json wrong = run_json("sweep --target seeded_requantize_ties_away " + kTies, 1);
  EXPECT_EQ(wrong["declared"]["identical"], false);
  EXPECT_EQ(wrong["declared"]["max_difference"], 1);
  EXPECT_EQ(run_halflsb("sweep --max-error 1/2 " + kQuestion).exit_code, 1);
  EXPECT_EQ(run_halflsb("sweep --scheme glow --pre 1 --scale 420 --post 15 --acc 0:10226036").exit_code, 1);
}

TEST(SweepCommand, MergesShardsExactly) {
  const std::string base = testing::TempDir() + "/halflsb_shard_" + std::to_string(getpid()) + "_";
  const json whole = run_json("sweep " + kQuestion);
  std::string files;
  for (const char* shard : {"3/3", "1/3", "2/3"}) {
    const std::string file = base + shard[0];
    std::ofstream(file) << run_json("sweep --shard " + std::string(shard) + " " + kQuestion).dump();
    files += " " + file;
  }
  EXPECT_EQ(answer_of(run_json("sweep --merge" + files)), answer_of(whole));
  const std::string one = base + "1", two = base + "2", three = base + "3", foreign = base + "foreign";
  std::ofstream(foreign)
      << run_json("sweep --shard 3/3 --scheme glow --pre 1 --scale 421 --post 15 --acc 0:100").dump();
  for (const std::string& bad :
       {one + " " + two, one + " " + two + " " + two, one + " " + two + " " + foreign, "/nonexistent " + one}) {
    expect_refused(run_halflsb("sweep --merge " + bad), bad);
  }
  for (const std::string& file : {one, two, three, foreign}) std::remove(file.c_str());
}

TEST(EqualCommand, SweepsKernelsAndUnclampedRanges) {
  const std::string scheme = "--b '--scheme glow " + kParameters + "' --acc -300000:2400000";
  const json same = run_json("equal --a '--target requantize_glow_scalar " + kParameters + "' " + scheme);
  EXPECT_EQ(same["identical"], true);
  EXPECT_EQ(same["method"], "sweep");
  EXPECT_EQ(run_json("equal --a '--target seeded_requantize_ties_away --pre 1 --scale 420 --post 15' --b "
                     "'--scheme glow --pre 1 --scale 420 --post 15' --acc -300000:2400000",
                     1)["identical"],
            false);
  EXPECT_EQ(run_json("equal --quick --a '--target requantize_glow_scalar " + kParameters + "' " + scheme, 3)["method"],
            "sampled");
  const json unclamped = run_json(
      "equal --a '--scheme glow --pre 0 --scale 7 --post 0 --output none' "
      "--b '--scheme glow --pre 0 --scale 14 --post 1 --output none' --acc -1000000:1000000");
  EXPECT_EQ(unclamped["identical"], true);
  EXPECT_EQ(unclamped["method"], "sweep");
}

// A layer that takes u8 alone, where the library is there.
TEST(SweepCommand, SweepsKernelsOfEitherByteType) {
  const std::string flags = " --factor f32:0.0117 --output u8 --acc -2^12:2^12 --format json";
  const CommandResult result = run_halflsb("sweep --target xnnpack_qu8_fc_sse2" + flags);
  if (result.exit_code == 2 && result.err.find("is not a target") != std::string::npos) GTEST_SKIP() << "no XNNPACK";
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(nlohmann::json::parse(result.out)["declared"]["identical"], true);
}

TEST(SweepCommand, BadInputIsOneLineAndExitCode2) {
  for (const std::string& arguments : std::vector<std::string>{
           "sweep", "sweep --scheme nope --acc 1:2", "sweep --shard 0/3 " + kQuestion, "sweep --shard 4/3 " + kQuestion,
           "sweep --shard x " + kQuestion, "sweep --shard 2/3 --scheme glow --factor 1 --acc 1:2",
           "sweep --jobs 0 " + kQuestion, "sweep --target nope " + kQuestion,
           "sweep --target requantize_tflite_double_scalar " + kQuestion,
           "sweep --state /nonexistent/state " + kQuestion, "sweep --max-error x " + kQuestion,
           "sweep --merge /nonexistent", "sweep --merge CMakeLists.txt", "sweep --batch - --shard 1/2",
           "sweep --target requantize_glow_scalar --pre 1 --scale 3 --post 2 --acc 0:2^31"}) {
    expect_refused(run_halflsb(arguments), arguments);
  }
}

}  // namespace
}  // namespace halflsb
