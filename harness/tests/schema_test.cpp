// Every command's JSON is what harness/cli/schema.json says, key by key: an undocumented key is an error too.
#include "harness/tests/schema.h"

#include <gtest/gtest.h>

#include "harness/isolate/scratch_folder.h"
#include "harness/tests/cli.h"

namespace halflsb {
namespace {

using nlohmann::json;

TEST(Schema, HoldsForEveryCommand) {
  const std::string layer = "corpus/layers/edge_pool/";
  const std::string dumps = "replay --glow-dump --stride 2,2 --pad 1,1,1,1 --src " + layer + "src.txt --filter " +
                            layer + "filter.txt --bias " + layer + "bias.txt --dest " + layer + "dest.txt";
  const Schema schema("harness/cli/schema.json");
  for (const auto& [definition, arguments] : std::vector<std::pair<std::string, std::string>>{
           {"derive", "derive --scheme glow --factor 0.0117"},
           {"derive", "derive --scheme glow --factor 0x1p-149"},
           {"derive", "derive --scheme glow --factor 0x1p127"},
           {"derive", "derive --scheme ideal --factor 2/3"},
           {"explain", "explain --scheme glow --pre 1 --scale 420 --post 15 --acc 10226036"},
           {"explain", "explain --scheme ideal --factor 1/3 --acc -2^80 --output none"},
           {"prove", "prove --scheme glow --pre 1 --scale 420 --post 15 --zero-point -128 --acc -2400000:2400000"},
           {"prove", "prove --scheme glow --pre 0 --scale 4194304 --post 62 --output none"},
           {"prove", "prove --scheme ideal --factor 2/3 --output none --acc -5:5"},
           {"prove", "prove --scheme glow --factor 0.0117 --bias -9:9 --bias-scale 3 --bias-post 1 --acc -1000:1000"},
           {"prove", "prove --scheme glow --factor 0.0117 --bias 7:7 --bias-scale 3 --bias-post 1 --acc -1000:1000"},
           {"choose", "choose --factor 0.0117 --acc -2^20:2^20 --front"},
           {"choose", "choose --factor 0.0117 --clamp-first"},
           {"choose", "choose --factor 3 --acc -2^40:2^40"},
           {"equal", "equal --a '--scheme glow --factor 0.0117' --b '--scheme ideal --factor 0.0117'"},
           {"equal", "equal --a '--scheme glow --factor 0.5' --b '--scheme glow --factor 0.5'"},
           {"sweep", "sweep --scheme glow --pre 1 --scale 420 --post 15 --acc -100000:100000"},
           {"sweep", "sweep --scheme ideal --factor 1/3 --acc 0:9 --output none --shard 1/2"},
           {"sweep", "sweep --target seeded_requantize_ties_away --pre 0 --scale 1 --post 1 --acc -9:9"},
           {"sweep_of_a_kernel_that_fails",
            "sweep --target seeded_requantize_writes_past_end --pre 0 --scale 1 --post 1 --acc -9:9"},
           {"equal",
            "equal --a '--target requantize_glow_scalar --factor 0.5' --b '--scheme glow --factor 0.5' --acc -99:99"},
           {"targets", "targets"},
           {"check", "check --all --problems 30"},
           {"scoreboard", "scoreboard --quick --strategy ours --strategy small_ranges seeded_requantize_ties_away"},
           {"gen", "gen --kind requantize --scheme ideal --problems 1"},
           {"gen", "gen --kind conv2d --scheme glow --problems 1"},
           {"minimize",
            "minimize --target seeded_requantize_product_wraps "
            "'requantize scheme=glow pre=1 scale=420 post=15 acc=10226036,5'"},
           {"minimize", "minimize --target requantize_glow_scalar 'requantize scheme=glow pre=0 scale=1 post=0 acc=1'"},
           {"replay", "replay 'requantize scheme=glow pre=1 scale=420 post=15 acc=1,2'"},
           {"replay_glow_dump", dumps},
           {"replay_glow_dump", dumps + " --out-pre 1 --out-scale 470 --out-post 15"}}) {
    const CommandResult result = run_halflsb(arguments + " --format json");
    const json answer = json::parse(result.out, nullptr, false);
    ASSERT_FALSE(answer.is_discarded()) << arguments << result.err;
    EXPECT_EQ(schema.complaint(answer, definition), "") << arguments;
  }
}

TEST(Schema, HoldsForEveryProblemAndEveryVerdictOnAnswers) {
  const Schema schema("harness/cli/schema.json");
  for (const std::string scheme : {"glow", "ideal", "tflite_double_rounding"}) {
    for (const std::string kind : {"requantize", "conv2d"}) {
      std::istringstream lines(
          run_halflsb("gen --problems 200 --format json --kind " + kind + " --scheme " + scheme).out);
      for (std::string line; std::getline(lines, line);) {
        EXPECT_EQ(schema.complaint(json::parse(line), "gen"), "") << line;
      }
    }
  }
  const std::string problem = "requantize scheme=glow pre=0 scale=1 post=1 acc=3 => ";
  for (const auto& [answer, flags] : std::vector<std::pair<std::string, std::string>>{{"2", ""},
                                                                                      {"1", ""},
                                                                                      {"1", " --tolerance 1/3"},
                                                                                      {"9223372036854775807", ""},
                                                                                      {"unsupported", ""},
                                                                                      {"2", " --expect 2"}}) {
    const CommandResult result = run_halflsb("verify --format json" + flags, problem + answer + "\n");
    EXPECT_EQ(schema.complaint(json::parse(result.out), "verify"), "") << answer << flags << "\n" << result.err;
  }
}

TEST(Schema, HoldsForACampaign) {
  const ScratchFolder folder;
  const CommandResult result = run_halflsb(
      "fuzz seeded_requantize_ties_away requantize_glow_scalar --each 2s --stop-at-first --format json --out " +
      (folder / "out"));
  if (result.err.find("has no libFuzzer") != std::string::npos) GTEST_SKIP() << result.err;
  const json answer = json::parse(result.out, nullptr, false);
  ASSERT_FALSE(answer.is_discarded()) << result.err;
  EXPECT_EQ(Schema("harness/cli/schema.json").complaint(answer, "fuzz"), "");
  EXPECT_FALSE(answer["results"][0]["findings"].empty());
}

TEST(Schema, NoticesWhatDoesNotHold) {
  const Schema schema("harness/cli/schema.json");
  json answer = json::parse(run_halflsb("derive --scheme glow --factor 0.5 --format json").out);
  EXPECT_EQ(schema.complaint(answer, "derive"), "");
  answer["extra"] = 1;
  EXPECT_EQ(schema.complaint(answer, "derive"), "derive: undocumented extra");
  answer.erase("extra");
  answer["factor"] = 0.5;
  EXPECT_NE(schema.complaint(answer, "derive"), "");
  answer.erase("factor");
  EXPECT_EQ(schema.complaint(answer, "derive"), "derive: lacks \"factor\"");
}

}  // namespace
}  // namespace halflsb
