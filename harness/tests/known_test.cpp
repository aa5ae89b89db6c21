// A finding is known by its target and its minimized problem, whatever found it: in the library, and as check reports it.
#include "harness/finding/known.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "harness/finding/files.h"
#include "harness/isolate/scratch_folder.h"
#include "harness/problem/text.h"
#include "harness/tests/cli.h"

namespace halflsb {
namespace {

using nlohmann::json;

Finding some_finding(const char* line = "requantize scheme=glow pre=0 scale=1 post=1 acc=1") {
  Finding finding;
  finding.target = "requantize_example";
  finding.problem = *parse_problem(line);
  finding.mismatch.reason = Reason::crash;
  return finding;
}

TEST(Known, IsTheSameTargetAndProblem) {
  KnownFindings known;
  EXPECT_FALSE(known.contains(some_finding()));
  known.add(some_finding());
  Finding other = some_finding("requantize acc=1 post=1 pre=0 scale=1 zero_point=0 scheme=glow");
  other.mismatch.reason = Reason::timeout;
  other.found_by = {"fuzz", 9, 9, 9};
  other.plugin = "./other.so";
  EXPECT_TRUE(known.contains(other));
  EXPECT_FALSE(known.contains(some_finding("requantize scheme=glow pre=0 scale=1 post=1 acc=2")));
  other.target = "requantize_exampl";
  EXPECT_FALSE(known.contains(other));
}

TEST(Known, ComesFromAFileOrADirectory) {
  const ScratchFolder folder;
  ASSERT_TRUE(write_json(some_finding(), folder / "some").ok());
  std::ofstream(folder / "some/README.md") << "not a finding\n";
  KnownFindings from_directory;
  EXPECT_FALSE(from_directory.add(folder / "some"));
  EXPECT_TRUE(from_directory.contains(some_finding()));
  KnownFindings from_file;
  EXPECT_FALSE(from_file.add(folder / ("some/" + stem_of(some_finding()) + ".json")));
  EXPECT_TRUE(from_file.contains(some_finding()));
  std::ofstream(folder / "some/bad.json") << "{}";
  EXPECT_TRUE(from_file.add(folder / "some"));
  EXPECT_TRUE(from_file.add(folder / "some/README.md"));
  EXPECT_TRUE(from_file.add(folder / "none"));
}

json finding_of(const std::string& arguments) {
  const CommandResult run = run_halflsb("check seeded_requantize_ties_away --format json " + arguments);
  EXPECT_EQ(run.exit_code, 1) << run.err;
  return json::parse(run.out, nullptr, false)["results"][0]["finding"];
}

TEST(Known, IsMarkedByCheck) {
  const ScratchFolder folder;
  const json finding = finding_of("");
  EXPECT_EQ(finding["known"], true) << "corpus/regressions has it";
  std::ofstream(folder / "finding.json") << finding;
  EXPECT_EQ(finding_of("--known " + (folder / "finding.json"))["known"], true);
  std::filesystem::create_directory(folder / "empty");
  EXPECT_EQ(finding_of("--known " + (folder / "empty"))["known"], false);
  EXPECT_EQ(finding_of("--known " + (folder / "empty") + " --known corpus/regressions")["known"], true);
  const std::string text = run_halflsb("check seeded_requantize_ties_away").out;
  EXPECT_NE(text.find("mismatch in 1 accumulator, known\n"), std::string::npos) << text;
  EXPECT_NE(text.find("1 finding: 1 known, 0 new\n"), std::string::npos) << text;
}

TEST(Known, IsRefusedInOneLineWhereItIsNoFinding) {
  const ScratchFolder folder;
  std::ofstream(folder / "bad.json") << "{\"target\":7}";
  for (const std::string& path : {folder / "none", folder / "bad.json", folder / "", std::string("CMakeLists.txt")}) {
    for (const char* command : {"check", "fuzz --out /tmp/halflsb_unused"}) {
      const CommandResult run = run_halflsb(std::string(command) + " requantize_glow_scalar --known " + path);
      expect_refused(run, path);
      EXPECT_NE(run.err.find("--known"), std::string::npos) << run.err;
    }
  }
}

}  // namespace
}  // namespace halflsb
