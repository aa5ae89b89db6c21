// The command line: documented JSON, exit codes, and one clear line for every bad input.
#include "harness/tests/cli.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace halflsb {
namespace {

using nlohmann::json;

json run_json(const std::string& arguments, int exit_code = 0) {
  const CommandResult result = run_halflsb(arguments + " --format json");
  EXPECT_EQ(result.exit_code, exit_code) << arguments << "\n" << result.err;
  return json::parse(result.out, nullptr, false);
}

TEST(Derive, GlowRecipe) {
  const json answer = run_json("derive --scheme glow --factor 0.0117");
  EXPECT_EQ(answer, json::parse(R"({"command":"derive","scheme":"glow","factor":"117/10000",
      "parameters":{"pre":0,"scale":383,"post":15},"invalid_parameters":[]})"));
  EXPECT_EQ(run_json("derive --scheme glow --factor 0x1p-62")["invalid_parameters"],
            json::parse(R"([{"step":"post_shift","count":62,"width":32}])"));
  EXPECT_EQ(run_json("derive --scheme glow --factor 1e12")["invalid_parameters"],
            json::parse(R"([{"step":"product","scale":999999995904,"width":32}])"));
}

TEST(Derive, Q31Recipes) {
  const json answer = run_json("derive --scheme tflite_double_rounding --factor 0.99999999988");
  EXPECT_EQ(answer["parameters"], json::parse(R"({"multiplier":1073741824,"shift":1})"));
  EXPECT_EQ(run_json("derive --scheme tflite_single_rounding --factor 1e12")["parameters"],
            json::parse(R"({"multiplier":2147483647,"shift":30})"));
}

TEST(Derive, BatchGoesOnAfterABadLine) {
  const CommandResult result =
      run_halflsb("derive --scheme glow --batch -", "--factor 0.5\n\n# a comment\n--factor x\n--factor 2\n");
  EXPECT_EQ(result.exit_code, 2);
  std::istringstream lines(result.out);
  std::vector<json> answers;
  for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[0]["parameters"]["post"], 1);
  EXPECT_TRUE(answers[1].contains("error"));
  EXPECT_EQ(answers[2]["parameters"]["scale"], 2);
}

std::vector<json> lines_of(const std::string& out) {
  std::istringstream lines(out);
  std::vector<json> answers;
  for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
  return answers;
}

// The worked example of the design, every key of it.
TEST(Prove, TheDocumentedAnswer) {
  const json answer =
      run_json("prove --scheme glow --pre 1 --scale 420 --post 15 --zero-point -128 --acc -2400000:2400000");
  const json expected =
      json::parse(R"({"command":"prove","scheme":"glow","parameters":{"pre":1,"scale":420,"post":15,"zero_point":-128},
      "factor":"105/16384","accumulator":{"lo":"-2400000","hi":"2400000"},"output":{"lo":-128,"hi":127},"invalid_parameters":[],
      "overflow":{"possible":false,"step":null,"witness":null,"safe_accumulator":{"lo":"-10226112","hi":"10226035"},"headroom_bits":2},
      "misrounded":{"count":"130","of":"4800001"},"method":"analytic"})");
  for (const auto& [key, value] : expected.items()) EXPECT_EQ(answer[key], value) << key;
  EXPECT_EQ(answer["error"]["max"]["value"], "1/2");
  EXPECT_EQ(answer["error"]["max"]["accumulator"], "8192");
  EXPECT_EQ(answer["error"]["min"]["value"], "-8295/16384");
  EXPECT_EQ(answer["error"]["max_abs"]["accumulator"], "79");
  EXPECT_EQ(answer["error"]["mean"]["value"], "-2161507/78643216384");
  EXPECT_EQ(answer["unsaturated"]["of"], "39790");
  EXPECT_EQ(answer["unsaturated"]["mean"]["value"], "-2161507/651919360");
}

TEST(Prove, ExitCodeSaysOverflowInvalidParametersAndTooLargeAnError) {
  const std::string safe = "prove --scheme glow --pre 1 --scale 420 --post 15 --acc -2400000:2400000";
  EXPECT_EQ(run_halflsb(safe).exit_code, 0);
  EXPECT_EQ(run_halflsb(safe + " --max-error 8295/16384").exit_code, 0);
  EXPECT_EQ(run_halflsb(safe + " --max-error 8294/16384").exit_code, 1);
  EXPECT_EQ(run_halflsb("prove --scheme glow --pre 1 --scale 420 --post 15").exit_code, 1);
  EXPECT_EQ(run_halflsb("prove --scheme glow --pre 0 --scale 1 --post 62 --acc -9:9").exit_code, 1);
}

TEST(Prove, AMultiplierOfZeroOrLessIsValidInTheTfliteForms) {
  for (const char* scheme : {"tflite_double_rounding", "tflite_single_rounding"}) {
    const std::string command = std::string("prove --acc -1000:1000 --factor 1/3 --shift -1 --scheme ") + scheme;
    EXPECT_EQ(run_json(command + " --multiplier 0")["error"]["max_abs"]["value"], "128") << scheme;
    EXPECT_EQ(run_json(command + " --multiplier -1073741824")["error"]["max"]["value"], "255") << scheme;
  }
}

TEST(Prove, BatchAnswersEveryLineAndGoesOnAfterABadOne) {
  const CommandResult result =
      run_halflsb("prove --batch - --acc -9:9",
                  "--scheme glow --factor 0.5\n# a comment\n\n--scheme glow --factor 0.5 --acc 5:1\n"
                  "--scheme glow --factor nan\n--scheme ideal --factor 1/3 --acc -2^31:2^31-1\n--frob\n"
                  "--scheme glow --pre 1 --scale 3 --post -1\n--scheme ideal --factor 1/3\n");
  EXPECT_EQ(result.exit_code, 2);
  const std::vector<json> answers = lines_of(result.out);
  ASSERT_EQ(answers.size(), 7U);
  for (const std::size_t bad : {1U, 2U, 4U, 5U}) EXPECT_EQ(answers[bad].size(), 1U) << answers[bad];
  for (const std::size_t bad : {1U, 2U, 4U, 5U}) EXPECT_TRUE(answers[bad].contains("error")) << answers[bad];
  EXPECT_EQ(answers[0]["accumulator"]["hi"], "9");
  EXPECT_EQ(answers[3]["accumulator"]["hi"], "2147483647");
  EXPECT_EQ(answers[6]["error"]["max"]["value"], "1/3");
}

TEST(Choose, StandsBesideTheRecipeAndSaysWhenNothingIsFeasible) {
  const json answer = run_json("choose --factor 0.0117 --acc -2^20:2^20");
  EXPECT_EQ(answer["recipe"]["parameters"]["scale"], 383);
  EXPECT_EQ(answer["chosen"]["overflow"]["possible"], false);
  EXPECT_EQ(run_json("choose --factor 3 --acc -2^40:2^40", 3)["chosen"], nullptr);
  EXPECT_EQ(run_json("choose --factor 0.0117 --acc -2^20:2^20 --post 9")["chosen"]["parameters"]["post"], 9);
}

TEST(Equal, CountsTheDifferences) {
  const json answer = run_json(
      "equal --a '--scheme tflite_double_rounding --multiplier 1073741824 --shift -1' "
      "--b '--scheme tflite_single_rounding --multiplier 1073741824 --shift -1' --acc -8:7",
      1);
  EXPECT_EQ(answer["identical"], false);
  EXPECT_EQ(answer["differing"], "4");
  EXPECT_EQ(answer["witness"], "1");
  const std::string glow = "'--scheme glow --pre 0 --scale 3 --post 2'",
                    twice = "'--scheme glow --pre 0 --scale 6 --post 3'";
  EXPECT_EQ(run_json("equal --a " + glow + " --b " + twice)["differing"], "0");
}

TEST(Explain, ShowsTheFirstOverflow) {
  const json answer = run_json("explain --scheme glow --pre 1 --scale 420 --post 15 --zero-point -128 --acc 10226036");
  EXPECT_EQ(answer["first_overflow"], "rounding_add");
  EXPECT_EQ(answer["steps"][2]["exact"], "2147467560");
  EXPECT_EQ(answer["steps"][3]["exact"], "2147483944");
  EXPECT_EQ(answer["steps"][3]["register"], "-2147483352");
  EXPECT_EQ(answer["steps"].back()["exact"], "127");
  EXPECT_EQ(answer["steps"].back()["register"], "-128");
  EXPECT_EQ(run_json("explain --scheme glow --pre 1 --scale 420 --post 15 --acc 10226035")["first_overflow"], nullptr);
}

TEST(Replay, ProblemLine) {
  const std::string line = "'requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=10226036'";
  const json answer = run_json("replay " + line);
  EXPECT_EQ(answer["want"], json::parse("[127]"));
  EXPECT_EQ(answer["results"].size(), 2U);
  EXPECT_EQ(run_halflsb("replay --target conv2d_glow_scalar " + line).exit_code, 3);
}

TEST(Replay, ThePaddedBundledLayer) {
  const std::string dir = "corpus/layers/edge_pool/";
  const std::string dumps = "replay --glow-dump --src " + dir + "src.txt --filter " + dir + "filter.txt --bias " + dir +
                            "bias.txt --dest " + dir + "dest.txt --stride 2,2 --pad 1,1,1,1 ";
  const json exact = run_json(dumps + "--kernel 3,3 --out-pre 1 --out-scale 438 --out-post 15");
  ASSERT_GE(exact["results"].size(), 2U);
  for (const json& result : exact["results"]) EXPECT_EQ(result["differ"], 0) << result;
  const json derived = run_json(dumps);
  EXPECT_EQ(derived["ambiguous"], true);
  EXPECT_EQ(derived["parameters"]["output"]["scale"], 438);
  const json wrong = run_json(dumps + "--out-pre 1 --out-scale 470 --out-post 15", 1);
  EXPECT_GT(wrong["results"][0]["differ"], 0);
  const CommandResult explained = run_halflsb(dumps + "--out-pre 1 --out-scale 470 --out-post 15 --explain 0,1,1,1");
  EXPECT_NE(explained.out.find("first step that differs"), std::string::npos) << explained.out;
  EXPECT_EQ(run_halflsb(dumps + "--out-pre 1 --out-scale 438").exit_code, 2);
  EXPECT_EQ(run_halflsb(dumps + "--kernel 5,5").exit_code, 2);
  EXPECT_EQ(run_halflsb(dumps + "--explain 0,9,0,0").exit_code, 2);
  EXPECT_EQ(run_halflsb(dumps + "--raw-src i8,0.5,0,1x9x9x5").exit_code, 2);
}

TEST(Check, ReportsByNameAndAsASet) {
  const json answer = run_json("check requantize_glow_scalar --problems 50 --seed 9");
  EXPECT_EQ(answer["seed"], 9);
  EXPECT_EQ(answer["results"][0]["verdict"], "pass");
  EXPECT_EQ(answer["results"][0]["finding"], nullptr);
  const CommandResult set = run_halflsb("check --origin portable --problems 20");
  EXPECT_EQ(set.exit_code, 0);
  EXPECT_NE(set.out.find("all as expected"), std::string::npos) << set.out;
}

// A seeded fault, from finding to minimized finding to replay, through files.
TEST(Findings, GoFromCheckToReplayAndMinimize) {
  const std::string target = "seeded_requantize_ties_away";
  const std::string dir = testing::TempDir() + "/halflsb_findings_" + std::to_string(getpid());
  const json answer = run_json("check " + target + " --out " + dir, 1);
  const json finding = answer["results"][0]["finding"];
  EXPECT_EQ(finding["minimal"], "proved");
  std::string file;
  for (const auto& entry : std::filesystem::directory_iterator(dir)) {
    if (entry.path().extension() == ".json") file = entry.path();
  }
  const json replayed = run_json("replay --finding " + file, 1);
  EXPECT_EQ(replayed["results"][0]["target"], target);
  EXPECT_EQ(replayed["results"][0]["got"], finding["got"]);
  EXPECT_EQ(run_halflsb("replay --finding " + file + " --target requantize_glow_scalar").exit_code, 0);
  EXPECT_EQ(run_json("minimize --finding " + file, 1)["finding"]["problem"], finding["problem"]);
  EXPECT_EQ(run_halflsb("minimize --target requantize_glow_scalar --finding " + file).exit_code, 0);
  std::filesystem::remove_all(dir);
}

TEST(Targets, AreListedAsDocumented) {
  const json targets = run_json("targets");
  ASSERT_GE(targets.size(), 9U);
  for (const json& target : targets) {
    EXPECT_NE(target["contract"]["scheme"].is_null(), target["contract"]["tolerance"].is_null());
    EXPECT_EQ(target["expected"], target["origin"] == "seeded" ? "fail" : "pass");
    EXPECT_EQ(target["defect"].is_string(), target["origin"] == "seeded");
  }
}

TEST(BadInput, IsOneLineAndExitCode2) {
  for (const char* arguments : {"",
                                "frobnicate",
                                "derive",
                                "derive --scheme glow",
                                "derive --scheme nope --factor 1",
                                "derive --scheme glow --factor 0",
                                "derive --scheme glow --factor -1",
                                "derive --scheme glow --factor nan",
                                "derive --scheme glow --factor 1/0",
                                "derive --scheme glow --factor 1e99999999999",
                                "derive --scheme glow --scales 1,2",
                                "derive --scheme glow --scales 1,0,1",
                                "derive --scheme glow --factor 1 --scales 1,1,1",
                                "derive --scheme glow --factor 1 --width 7",
                                "derive --scheme glow --factor 1 --pre 1",
                                "derive --batch /nonexistent",
                                "derive --scheme glow --factor 1 --format xml",
                                "explain --scheme glow --pre 1 --scale 420 --post 15",
                                "explain --scheme glow --pre 1 --scale 420 --acc 1",
                                "explain --scheme glow --pre -1 --scale 420 --post 15 --acc 1",
                                "explain --scheme glow --pre 1 --scale 0 --post 15 --acc 1",
                                "explain --scheme glow --multiplier 5 --shift 1 --acc 1",
                                "explain --scheme glow --factor 1 --acc 1.5",
                                "explain --scheme glow --factor 1 --acc 2^999",
                                "explain --scheme ideal --acc 1",
                                "explain --scheme ideal --factor 1 --rounding odd --acc 1",
                                "explain --scheme glow --factor 1 --acc 1 --output 5:1",
                                "explain --scheme glow --factor 1 --acc 1 --zero-point 2147483648",
                                "prove --scheme glow --factor 1 --acc 5:1",
                                "prove --scheme glow --factor 1 --acc 5",
                                "prove --scheme glow --factor 1 --acc 1:2^99999",
                                "prove --scheme glow --factor 1 --width 7",
                                "prove --scheme glow --factor 1 --width 65",
                                "prove --scheme glow --factor 1/0",
                                "prove --scheme glow --factor nan --pre 1 --scale 3 --post 1",
                                "prove --scheme glow --factor inf --pre 1 --scale 3 --post 1",
                                "prove --scheme glow --pre -1 --scale 3 --post 1",
                                "prove --scheme glow --pre 1 --scale 3 --post -1",
                                "prove --scheme glow --pre 1 --scale 3 --post 256",
                                "prove --scheme glow --pre 1 --scale 0 --post 1",
                                "prove --scheme glow --pre 1 --scale -5 --post 1",
                                "prove --scheme tflite_double_rounding --multiplier 2^31 --shift 0",
                                "prove --scheme tflite_single_rounding --multiplier 5 --shift 31",
                                "prove --scheme glow --factor 1 --max-error x",
                                "prove --scheme glow --factor 1 --max-error 1/0",
                                "prove --scheme glow --factor 1 --bias-scale 3",
                                "prove --scheme glow --factor 1 --bias 5:1",
                                "prove --batch /nonexistent",
                                "choose",
                                "choose --factor 1 --acc 5:1",
                                "choose --factor nan",
                                "choose --factor 1/0",
                                "choose --factor 1 --width 7",
                                "choose --factor 1 --pre -1",
                                "choose --factor 1 --post 32",
                                "choose --factor 1 --scale 5",
                                "choose --factor 1 --scheme ideal",
                                "choose --factor 1 --clamp-first --output none",
                                "equal",
                                "equal --a '--scheme glow --factor 1'",
                                "equal --a '--scheme glow --factor 1' --b '--scheme nope --factor 1'",
                                "equal --a '--scheme glow --factor 1' --b '--scheme glow --factor 1' --acc 5:1",
                                "check",
                                "check nope",
                                "check --all nope",
                                "check --origin nope",
                                "check --all --problems 0",
                                "check --all --seed x",
                                "replay",
                                "replay 'requantize acc=1'",
                                "replay --finding /nonexistent",
                                "replay --finding CMakeLists.txt",
                                "replay --fuzz-file /nonexistent",
                                "replay --kind conv2d 'requantize scheme=glow pre=0 scale=1 post=0 acc=1'",
                                "minimize",
                                "minimize 'requantize scheme=glow pre=0 scale=1 post=0 acc=1'",
                                "minimize --target nope 'requantize scheme=glow pre=0 scale=1 post=0 acc=1'",
                                "fuzz",
                                "fuzz requantize_glow_scalar",
                                "fuzz requantize_glow_scalar --out /dev/null",
                                "fuzz requantize_glow_scalar --out /tmp/halflsb_unused --for never",
                                "check --all --jobs 0",
                                "check --all --time-limit 0",
                                "check --all --out /dev/null",
                                "check --plugin /nonexistent.so",
                                "replay --glow-dump",
                                "replay --glow-dump --src /nonexistent --filter x --bias x --dest x",
                                "replay --glow-dump --src . --filter x --bias x --dest x",
                                "replay --target nope 'requantize scheme=glow pre=0 scale=1 post=0 acc=1'"}) {
    expect_refused(run_halflsb(arguments), arguments);
  }
}

}  // namespace
}  // namespace halflsb
