// The text, Markdown and GoogleTest forms of a finding say what they must, and its files are written and read back. That the
// generated cases compile, fail and pass is the business of generated_cases.sh.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/finding/files.h"
#include "harness/finding/gtest_case.h"
#include "harness/finding/json.h"
#include "harness/finding/markdown.h"
#include "harness/isolate/scratch_folder.h"
#include "harness/tests/finding_example.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;

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
  const ScratchFolder folder;
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
  const ScratchFolder folder;
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