// A finding survives its JSON, whatever else a file holds is refused in one line, and its Markdown and GoogleTest forms say
// what they must. That the generated cases compile, fail and pass is the business of generated_cases.sh.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/check/registry.h"
#include "harness/finding/files.h"
#include "harness/finding/gtest_case.h"
#include "harness/finding/json.h"
#include "harness/finding/markdown.h"
#include "harness/finding/steps.h"
#include "harness/generate/problems.h"
#include "harness/problem/text.h"
#include "harness/tests/folder.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;

constexpr std::array kReasons{Reason::mismatch, Reason::tolerance, Reason::out_of_bounds,
                              Reason::crash,    Reason::timeout,   Reason::nondeterministic};

constexpr const char* kLine = "requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=1,10226036";
constexpr const char* kConv =
    "conv2d in=1x2x2x1 filter=2x1x1x1 in_zp=3 scheme=glow pre=0 scale=3 post=1 bias_type=i32 bias_data=5,-6 "
    "in_data=1,2,3,4 filter_data=7,-8";

Finding finding_of(Reason reason, const char* line = kLine) {
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
Finding some_finding(Random& random) {
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

void expect_same(const Finding& a, const Finding& b) {
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

std::string error_of(const std::string& text) {
  const Folder folder;
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
            R"({"target":"requantize_example","kind":"requantize",)"
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
  EXPECT_EQ(with("got", 1e300), ": \"got\" is not what it must be (expected an integer in [-2147483648, 2147483647])");
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
  const Folder folder;
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

TEST(FindingText, ShowsWantGotAndTheReplayLine) {
  EXPECT_EQ(to_text(finding_of(Reason::mismatch)),
            "    mismatch, want 127 got -128 at (0,0,0,1), error -255/7 (-36.4285714) LSB, 1 output differs\n"
            "    found by fuzz after 12 problems, 0.10 s, seed 18446744073709551615\n"
            "    halflsb replay --target requantize_example "
            "'requantize scheme=glow pre=1 scale=420 post=15 zero_point=-128 acc=1,10226036'\n");
  EXPECT_EQ(to_text(finding_of(Reason::crash).mismatch), "crash: dies of signal 11: \"quoted\"");
}

void expect_contains(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) EXPECT_NE(text.find(part), std::string::npos) << part << "\n in \n" << text;
}

TEST(FindingMarkdown, ShowsTheOverflowStepByStep) {
  const std::string text = to_markdown(finding_of(Reason::mismatch), find_target("requantize_glow_scalar")->target);
  expect_contains(text, {"# requantize_example: mismatch, want 127, got -128\n", "Bit for bit the scheme `glow`",
                         "| pre | `1` |\n| scale | `420` |\n| post | `15` |\n| zero_point | `-128` |\n",
                         "Accumulators\n\n```\n         1  [10226036]\n```\n",
                         "| rounding_add | `+ 16384` | 2147483944 | **-2147483352** | 32 | **first overflow** |\n",
                         "| clamp | `to [-128, 127]` | 127 | **-128** |", "Found by fuzz after 12 problems",
                         "```\nhalflsb replay --target requantize_example 'requantize scheme=glow"});
}

TEST(FindingMarkdown, MarksWhatTheFailingOutputReads) {
  const std::string text = to_markdown(finding_of(Reason::mismatch, kConv), nullptr);
  expect_contains(
      text, {"Input, 1x2x2x1 (NHWC); in brackets: what the failing output reads\n\n```\nh=0  [1]  2\nh=1   3   4\n```",
             "Filter, 2x1x1x1 (OHWI)\n\n```\n   7  [-8]\n```", "Bias\n\n```\n   5  [-6]\n```",
             "; in brackets: the failing one\n", "| sum of products |  | 16 | 16 |"});
  EXPECT_EQ(text.find("Contract"), std::string::npos);
}

TEST(FindingMarkdown, LeavesOutWhatDoesNotApply) {
  const std::string text = to_markdown(finding_of(Reason::crash, kConv), nullptr);
  expect_contains(text, {"# requantize_example: crash\n", "dies of signal 11"});
  for (const char* part : {"want", "Step by step", "brackets", "| got"})
    EXPECT_EQ(text.find(part), std::string::npos) << part;
}

TEST(FindingCase, HoldsWhatTheReasonNeedsAndNoMore) {
  const halflsb_target& target = *find_target("requantize_glow_scalar")->target;
  const auto has = [&](Reason reason, const char* part) {
    return to_gtest(finding_of(reason), target).find(part) != std::string::npos;
  };
  for (const Reason reason : kReasons) {
    const bool nondeterministic = reason == Reason::nondeterministic;
    const bool answers = nondeterministic || reason == Reason::mismatch || reason == Reason::tolerance;
    EXPECT_TRUE(has(reason, "const Output kWant[] = {-128, 127};")) << name_of(reason);
    EXPECT_EQ(has(reason, "dirty_stack"), answers) << name_of(reason);
    EXPECT_EQ(has(reason, "alarm(HALFLSB_CASE_SECONDS)"), reason == Reason::timeout) << name_of(reason);
    EXPECT_EQ(has(reason, "mprotect"), nondeterministic || reason == Reason::out_of_bounds || reason == Reason::crash);
  }
  halflsb_target within = target;
  within.scheme = nullptr;
  within.tolerance = "1/2";
  const Finding finding = finding_of(Reason::tolerance, "requantize scheme=glow pre=0 scale=1 post=1 acc=3,4");
  expect_contains(to_gtest(finding, within), {"{1, 2},  // 3/2 (1.5)\n", "{2, 2},  // 2\n", "EXPECT_GE", "EXPECT_LE"});
}

// Whatever the library is called, the line that shows the finding again can be pasted into a shell, and the generated case compiled.
TEST(FindingPlugin, IsInEveryLineThatShowsItAgain) {
  Finding finding = finding_of(Reason::mismatch);
  finding.plugin = "./libmine.so";
  const std::string line = "halflsb replay --plugin ./libmine.so --target requantize_example 'requantize scheme=glow";
  EXPECT_EQ(replay_line(finding).substr(0, line.size()), line);
  const halflsb_target& target = *find_target("requantize_glow_scalar")->target;
  expect_contains(to_markdown(finding, &target), {line});
  expect_contains(to_gtest(finding, target), {line});
  expect_contains(to_text(finding), {line});
  const auto read = finding_from_json(Json::parse(to_json(finding).dump()));
  ASSERT_TRUE(read.ok()) << read.error().message;
  expect_same(*read, finding);

  finding.plugin = "my lib's/*/x.so";
  expect_contains(replay_line(finding), {"--plugin 'my lib'\\''s/*/x.so' --target"});
  const std::string comment = to_gtest(finding, target);
  EXPECT_NE(comment.find("--plugin 'my lib'\\''s/*''/x.so' --target"), std::string::npos) << comment;
  Json json = to_json(finding);
  json["plugin"] = "a\nb";
  EXPECT_FALSE(finding_from_json(json).ok());
  json["plugin"] = 7;
  EXPECT_FALSE(finding_from_json(json).ok());
}

TEST(FindingFiles, AreWrittenAndReadBack) {
  const Folder folder;
  const halflsb_target& target = *find_target("requantize_glow_scalar")->target;
  const std::string directory = folder / "new/findings";
  const Finding first = finding_of(Reason::mismatch);
  const Finding second = finding_of(Reason::crash);
  for (const Finding* finding : {&first, &second, &first}) {
    const auto path = write_finding(*finding, target, directory);
    ASSERT_TRUE(path.ok()) << path.error().message;
    EXPECT_EQ(*path, directory + "/" + stem_of(*finding) + ".json");
    EXPECT_TRUE(fs::exists(directory + "/" + stem_of(*finding) + ".md"));
    EXPECT_TRUE(fs::exists(directory + "/" + stem_of(*finding) + "_test.cpp"));
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(directory), fs::directory_iterator()), 6);
  const auto findings = load_findings(directory);
  ASSERT_TRUE(findings.ok()) << findings.error().message;
  ASSERT_EQ(findings->size(), 2U);
  expect_same((*findings)[0], stem_of(first) < stem_of(second) ? first : second);
  std::ofstream(directory + "/zzz.json") << "{}";
  EXPECT_NE(load_findings(directory).error().message.find("zzz.json: \"target\" is missing"), std::string::npos);
}

TEST(FindingFiles, RefuseWhereTheyCannotBeWritten) {
  const Folder folder;
  const halflsb_target& target = *find_target("requantize_glow_scalar")->target;
  std::ofstream(folder / "file") << "x";
  EXPECT_NE(write_finding(finding_of(Reason::crash), target, folder / "file").error().message, "");
  EXPECT_NE(write_finding(finding_of(Reason::crash), target, folder / "file/below").error().message, "");
  EXPECT_NE(write_finding(finding_of(Reason::crash), target, "").error().message, "");
  const auto full = write_finding(finding_of(Reason::crash), target, "/proc/self");
  EXPECT_NE(full.error().message.find("cannot be written"), std::string::npos) << full.error().message;
  EXPECT_FALSE(load_findings(folder / "none").ok());
  EXPECT_FALSE(load_findings(folder / "file").ok());
}

}  // namespace
}  // namespace halflsb
