// Every command's JSON is what harness/cli/schema.json says, key by key: an undocumented key is an error too.
#include "harness/tests/schema.h"

#include <gtest/gtest.h>

#include "harness/tests/cli.h"

namespace halflsb {
namespace {

using nlohmann::json;

TEST(Schema, HoldsForEveryCommand) {
  const std::string layer = "corpus/layers/edge_pool/";
  const std::string dumps = "replay --glow-dump --stride 2,2 --pad 1,1,1,1 --src " + layer + "src.txt --filter " + layer +
                            "filter.txt --bias " + layer + "bias.txt --dest " + layer + "dest.txt";
  const Schema schema("harness/cli/schema.json");
  for (const auto& [definition, arguments] : std::vector<std::pair<std::string, std::string>>{
           {"derive", "derive --scheme glow --factor 0.0117"},
           {"derive", "derive --scheme glow --factor 0x1p-149"},
           {"derive", "derive --scheme glow --factor 0x1p127"},
           {"derive", "derive --scheme ideal --factor 2/3"},
           {"explain", "explain --scheme glow --pre 1 --scale 420 --post 15 --acc 10226036"},
           {"explain", "explain --scheme ideal --factor 1/3 --acc -2^80 --output none"},
           {"targets", "targets"},
           {"check", "check --all --problems 30"},
           {"minimize", "minimize --target seeded_requantize_product_wraps "
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
