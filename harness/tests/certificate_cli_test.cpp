// prove --certificate, --check and --smt2 as a user calls them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/tests/cli.h"
#include "harness/tests/schema.h"

namespace halflsb {
namespace {

using nlohmann::json;

constexpr const char* kGlow =
    "prove --scheme glow --pre 1 --scale 420 --post 15 --zero-point -128 --acc -2400000:2400000";

class CertificateCommand : public ::testing::Test {
 protected:
  std::string path_ = "/tmp/halflsb_certificate_test_" + std::to_string(getpid());
  void TearDown() override { std::filesystem::remove(path_); }

  [[nodiscard]] std::string file() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
};

TEST_F(CertificateCommand, WritesWhatItThenChecks) {
  const Schema schema("harness/certificate/schema.json");
  for (const std::string& query : {
           std::string(kGlow),
           std::string("prove --scheme tflite_double_rounding --factor f32:0.0003"),
           std::string("prove --scheme tflite_double_rounding --multiplier -1518500250 --shift -7 --output none"),
           std::string("prove --scheme tflite_single_rounding --multiplier 0 --shift 0 --factor 0"),
           std::string("prove --scheme ideal --factor 5/1000 --output i16 --acc -2^40:2^40"),
           std::string("prove --scheme glow --factor 0.0117 --width 64 --acc -2^40:2^40 --output none"),
       }) {
    const CommandResult plain = run_halflsb(query);
    const CommandResult proof = run_halflsb(query + " --certificate " + path_);
    EXPECT_LT(proof.exit_code, 2) << query << proof.err;
    EXPECT_EQ(proof.exit_code, plain.exit_code) << query << proof.err;
    EXPECT_EQ(proof.out, plain.out);
    const CommandResult check = run_halflsb("prove --check " + path_);
    EXPECT_EQ(check.exit_code, 0) << query << "\n" << check.out << check.err;
    EXPECT_TRUE(check.out.starts_with("certificate holds: ")) << check.out;
    EXPECT_EQ(run_halflsb("prove --check -", file()).out, check.out);
    EXPECT_EQ(schema.complaint(json::parse(file()), "certificate"), "");
  }
}

TEST_F(CertificateCommand, CheckSaysWhatHolds) {
  ASSERT_EQ(run_halflsb(std::string(kGlow) + " --certificate " + path_).exit_code, 0);
  EXPECT_EQ(
      run_halflsb("prove --check " + path_).out,
      "certificate holds: glow post=15 pre=1 scale=420, N in [-2400000, 2400000]: error in [-8295/16384, 1/2] LSB, "
      "attained at N = 79 and 8192, mean -2161507/78643216384, misrounded 130, overflow impossible\n");
  json certificate = json::parse(file());
  certificate["claims"]["error"]["min"]["accumulator"] = "81";
  CommandResult result = run_halflsb("prove --format json --check -", certificate.dump());
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(Schema("harness/cli/schema.json").complaint(json::parse(result.out), "prove_check"), "");
  EXPECT_EQ(json::parse(result.out)["certificate"],
            (json{{"holds", false}, {"detail", "min: value is the witness's error"}}));
}

TEST_F(CertificateCommand, RefusesInOneLine) {
  const auto refused = [](const std::string& arguments, const std::string& input = "") {
    const CommandResult result = run_halflsb(arguments, input);
    expect_refused(result, arguments);
    return result.err;
  };
  EXPECT_EQ(refused("prove --check -", "{}"), "halflsb prove: --check: -: \"certificate\" is missing\n");
  EXPECT_EQ(refused("prove --check -", "x"), "halflsb prove: --check: -: not JSON\n");
  refused("prove --check /nowhere/at/all");
  refused(std::string(kGlow) + " --certificate /nowhere/at/all");
  refused(std::string(kGlow) + " --smt2 /nowhere/at/all");
  refused(std::string(kGlow) + " --smt2-bound 1/2");
  refused(std::string(kGlow) + " --smt2-bound x --smt2 " + path_);
  refused(std::string(kGlow) + " --batch - --certificate " + path_);
  refused(std::string(kGlow) + " --check - --certificate " + path_);
}

}  // namespace
}  // namespace halflsb
