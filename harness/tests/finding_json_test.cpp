// A finding survives its JSON, and whatever else a file holds is refused in one line.
#include <gtest/gtest.h>

#include <fstream>

#include "harness/finding/files.h"
#include "harness/finding/json.h"
#include "harness/isolate/scratch_folder.h"
#include "harness/tests/finding_example.h"

namespace halflsb {
namespace {

std::string error_of(const std::string& text) {
  const ScratchFolder folder;
  std::ofstream(folder / "finding.json", std::ios::binary) << text;
  const auto finding = load_finding(folder / "finding.json");
  return finding ? "" : finding.error().message.substr((folder / "finding.json").size());
}

TEST(FindingJson, RoundTripsForEveryReason) {
  for (const Reason reason : kReasons) {
    for (const char* line : {kLine, kConv}) {
      const Finding finding = finding_of(reason, line);
      const auto read = finding_from_json(Json::parse(to_json(finding).dump()));
      ASSERT_TRUE(read.ok()) << read.error().message;
      expect_same(*read, finding);
    }
  }
}

TEST(FindingJson, RoundTripsWhateverTheProblem) {
  Random random(3);
  for (int i = 0; i < 300; ++i) {
    const Finding finding = some_finding(random);
    const auto read = finding_from_json(Json::parse(to_json(finding).dump()));
    ASSERT_TRUE(read.ok()) << read.error().message;
    expect_same(*read, finding);
  }
}

TEST(FindingJson, HasTheShapeOfTheDesign) {
  const Json json = to_json(finding_of(Reason::mismatch));
  EXPECT_EQ(json.dump(),
            R"({"target":"requantize_example","kind":"requantize","domain":null,)"
            R"("problem":"requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=1,10226036","want":127,)"
            R"("got":-128,"where":[0,0,0,1],"error":{"value":"-255/7","decimal":-36.42857142857143},"differing":1,)"
            R"("reason":"mismatch","detail":"","found_by":{"engine":"fuzz","seed":"18446744073709551615",)"
            R"("problems":12,"seconds":0.1},"minimized":true,"minimal":"local",)"
            R"("replay":"halflsb replay --target requantize_example )"
            R"('requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=1,10226036'","plugin":null})");
  EXPECT_EQ(to_json(finding_of(Reason::tolerance))["want"], "123/7");
  Finding crash = finding_of(Reason::crash);
  crash.minimal = Minimal::no;
  for (const char* key : {"want", "got", "where", "error", "minimal"})
    EXPECT_TRUE(to_json(crash)[key].is_null()) << key;
  EXPECT_EQ(to_json(crash)["minimized"], false);
}

TEST(FindingJson, SaysWhatIsWrong) {
  const auto with = [](const char* key, const Json& value) {
    Json json = to_json(finding_of(Reason::mismatch));
    json[key] = value;
    return error_of(json.dump());
  };
  const auto without = [](const char* key) {
    Json json = to_json(finding_of(Reason::mismatch));
    json.erase(key);
    return error_of(json.dump());
  };
  EXPECT_EQ(without("detail"), "");
  EXPECT_EQ(without("replay"), "");
  EXPECT_EQ(with("unknown", 1), "");
  EXPECT_EQ(without("target"), ": \"target\" is missing");
  EXPECT_EQ(with("target", 7), ": \"target\" is not what it must be (expected a string)");
  EXPECT_EQ(with("target", "../x"), ": \"target\" is not what it must be (expected a name of a-z, 0-9, _ and .)");
  EXPECT_EQ(with("problem", "requantize"), ": \"problem\": scheme is missing");
  EXPECT_EQ(with("kind", "conv2d"), ": \"kind\" is not what it must be (expected requantize, as the problem is)");
  EXPECT_EQ(with("reason", "bad"),
            ": \"reason\" is not what it must be (expected one of mismatch, tolerance, out_of_bounds, crash, timeout, "
            "nondeterministic)");
  EXPECT_EQ(with("got", nullptr), ": want, got, where and error: some are null (expected all or none)");
  EXPECT_EQ(with("got", 1e300),
            ": \"got\" is not what it must be (expected an integer in [-9223372036854775808, 9223372036854775807])");
  EXPECT_EQ(with("where", {0, 0, 0, 2}),
            ": \"where\" is not what it must be (expected [n, h, w, c] inside the output of the problem)");
  EXPECT_EQ(with("where", {0, 0, 0, -1}), with("where", "here"));
  EXPECT_EQ(with("error", {{"value", "x"}}), ": \"error.value\" is not what it must be (expected a rational p/q)");
  EXPECT_EQ(with("found_by", Json::array()), ": found_by is not a JSON object");
  EXPECT_EQ(with("minimal", "very"), ": \"minimal\" is not what it must be (expected one of local, proved)");
  EXPECT_EQ(with("minimized", false),
            ": \"minimized\" is not what it must be (expected true where minimal is proved or local, false where it is "
            "null)");
  EXPECT_EQ(error_of(""), ": the file is empty (expected the JSON of a finding)");
  EXPECT_EQ(error_of("[]"), ": the finding is not a JSON object");
  EXPECT_EQ(error_of("{\"target\":"), ": not JSON from byte 11 on (expected a finding)");
  EXPECT_EQ(error_of("{\"a\":1e9999}"), ": a number is too large (expected the JSON of a finding)");
  EXPECT_EQ(error_of("\xff\xfe"), ": not JSON from byte 1 on (expected a finding)");
  EXPECT_NE(error_of(std::string(200000, '[')), "");
  EXPECT_NE(error_of(std::string(100000, '[') + std::string(100000, ']')), "");
  const ScratchFolder folder;
  EXPECT_NE(load_finding(folder / "missing").error().message.find("no such file"), std::string::npos);
  EXPECT_NE(load_finding(folder / "").error().message.find("is a directory"), std::string::npos);
  EXPECT_NE(load_finding("/dev/zero").error().message.find("not a regular file"), std::string::npos);
}

// Every truncation of a finding's JSON, and many texts with some bytes changed, give a finding or one line.
TEST(FindingJson, SurvivesDamage) {
  Random random(5);
  const auto read = [](const std::string& text) {
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return;
    const auto finding = finding_from_json(json);
    if (!finding) {
      EXPECT_FALSE(finding.error().message.empty());
      EXPECT_EQ(finding.error().message.find('\n'), std::string::npos) << finding.error().message;
      return;
    }
    static_cast<void>(to_json(*finding).dump(-1, ' ', true, Json::error_handler_t::replace));
    static_cast<void>(to_text(*finding));
  };
  for (const Reason reason : kReasons) {
    const std::string text = to_json(finding_of(reason, kConv)).dump();
    for (std::size_t size = 0; size < text.size(); ++size) read(text.substr(0, size));
    for (int i = 0; i < 3000; ++i) {
      std::string damaged = text;
      for (std::int64_t changes = random.between(1, 3); changes > 0; --changes) {
        const auto at = static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(text.size()) - 1));
        damaged[at] = random.one_in(2) ? "0123456789-,:x[]{}\"e"[random.between(0, 19)]
                                       : static_cast<char>(random.between(-128, 127));
      }
      read(damaged);
    }
  }
}

// Every value replaced by one of another type.
TEST(FindingJson, SurvivesWrongTypes) {
  const std::vector<Json> values{nullptr,
                                 true,
                                 -1,
                                 1e300,
                                 -0.5,
                                 18446744073709551615ULL,
                                 "",
                                 "x",
                                 "9e4096",
                                 Json::array(),
                                 Json::array({nullptr}),
                                 Json::object(),
                                 {{"value", -7}}};
  for (const Reason reason : kReasons) {
    const Json json = to_json(finding_of(reason)).flatten();
    for (const auto& [path, old] : json.items()) {
      for (const Json& value : values) {
        Json changed = json.unflatten();
        changed[Json::json_pointer(path)] = value;
        static_cast<void>(finding_from_json(changed));
        Json top = json.unflatten();
        top[Json::json_pointer("/" + path.substr(1, path.find('/', 1) - 1))] = value;
        static_cast<void>(finding_from_json(top));
      }
    }
  }
}

TEST(FindingSignature, IsThatOfTargetProblemAndReason) {
  const Finding finding = finding_of(Reason::mismatch);
  EXPECT_EQ(signature(finding), "1f9ea461c5fa");  // the same on every machine
  Finding other = finding;
  other.found_by.seed = 1;
  other.mismatch.got = 3;
  EXPECT_EQ(signature(other), signature(finding));
  other.target = "requantize_exampl";
  EXPECT_NE(signature(other), signature(finding));
  EXPECT_NE(signature(finding_of(Reason::crash)), signature(finding));
  EXPECT_NE(signature(finding_of(Reason::mismatch, kConv)), signature(finding));
}

}  // namespace
}  // namespace halflsb
