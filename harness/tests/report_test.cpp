// halflsb report on directories as fuzz and check leave them, and on broken ones.
#include <gtest/gtest.h>

#include "harness/isolate/scratch_folder.h"
#include "harness/tests/cli.h"
#include "harness/tests/schema.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string slurp(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++times;
  return times;
}

const std::string kWraps = "seeded_requantize_product_wraps", kTies = "seeded_requantize_ties_away",
                  kConv = "seeded_conv2d_padding_symmetric";

// A fuzz campaign's directory, with a finding of each of the three targets.
class Campaign {
 public:
  Campaign() {
    static_cast<void>(run_halflsb("check --out " + (folder_ / "findings") + " " + kWraps + " " + kTies + " " + kConv));
    fs::create_directory(folder_ / "status");
    fs::create_directory(folder_ / "none");
  }

  [[nodiscard]] std::string path() const { return folder_.string(); }
  [[nodiscard]] std::string operator/(const std::string& name) const { return folder_ / name; }

  [[nodiscard]] std::string finding_of(const std::string& target) const {
    for (const auto& entry : fs::directory_iterator(folder_ / "findings")) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with(target) && name.ends_with(".json")) return name;
    }
    return "none";
  }

  void status(const std::string& target, json fields) const {
    fields["target"] = target;
    write("status/" + target + ".json", fields.dump());
  }

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }

  [[nodiscard]] CommandResult report(const std::string& flags) const {
    return run_halflsb("report " + path() + " --known " + (folder_ / "none") + " " + flags);
  }

  [[nodiscard]] json as_json() const {
    const CommandResult result = run_halflsb("report " + path() + " --known " + (folder_ / "none") + " --format json");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return json::parse(result.out, nullptr, false);
  }

 private:
  ScratchFolder folder_;
};

json verdicts(const json& report) {
  json verdicts;
  for (const json& target : report["targets"]) verdicts[target["target"]] = target["verdict"];
  return verdicts;
}

const json kWorst = {{"scheme", "glow"},
                     {"parameters", {{"pre", 1}, {"scale", 420}, {"post", 15}, {"zero_point", -128}}},
                     {"output", {{"lo", -128}, {"hi", 127}}},
                     {"width", 32},
                     {"factor", "105/16384"},
                     {"error", "8295/16384"},
                     {"accumulator", "79"},
                     {"proved", "8295/16384"},
                     {"overflow", {{"possible", true}, {"reached", true}, {"witness", "10226036"}}}};

TEST(Report, GivesEachTargetItsVerdict) {
  const Campaign campaign;
  campaign.status(kWraps, {{"expected", "pass"}});
  campaign.status(kTies,
                  {{"expected", "pass"}, {"findings", {{{"file", campaign.finding_of(kTies)}, {"known", true}}}}});
  campaign.status("held", {{"expected", "pass"}, {"executions", 10}});
  campaign.status("missed", {{"expected", "fail"}, {"executions", 10}});
  campaign.status("broken", {{"expected", "pass"}, {"error", "the engine could not be run"}});
  campaign.status("idle", {{"expected", "pass"}, {"executions", 0}});
  const json report = campaign.as_json();
  EXPECT_EQ(verdicts(report), (json{{kWraps, "fail"},
                                    {kTies, "known"},
                                    {kConv, "fails_as_expected"},
                                    {"held", "pass"},
                                    {"missed", "not_found"},
                                    {"broken", "error"},
                                    {"idle", "not_run"}}));
  EXPECT_EQ(report["targets"][0]["target"], kWraps);
  EXPECT_EQ(report["summary"]["not_as_expected"], 4);
  EXPECT_EQ(report["summary"]["executions"], 20);
  EXPECT_EQ(Schema("harness/cli/schema.json").complaint(report, "report"), "");
}

TEST(Report, TakesTheFindingsOfCheckAlone) {
  const Campaign campaign;
  const CommandResult result = run_halflsb("report " + (campaign / "findings") + " --format json");
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const json report = json::parse(result.out);
  EXPECT_EQ(verdicts(report),
            (json{{kWraps, "fails_as_expected"}, {kTies, "fails_as_expected"}, {kConv, "fails_as_expected"}}));
  EXPECT_EQ(report["findings"].size(), 3U);
  EXPECT_EQ(report["summary"]["executions"], nullptr);
}

TEST(Report, KeepsWhatAStatusSays) {
  const Campaign campaign;
  json wide = kWorst;
  wide["scheme"] = "unheard_of";  // such an entry is passed over
  campaign.status("held", {{"expected", "pass"},
                           {"kind", "requantize"},
                           {"executions", 123456},
                           {"seconds", 61.25},
                           {"history",
                            {{{"seconds", 2.0}, {"executions", 9}, {"corpus", 3}, {"worst", nullptr}},
                             {{"seconds", 1.0}, {"executions", 5}, {"corpus", 2}, {"worst", 0.25}}}},
                           {"worst", {kWorst, wide}}});
  const json report = campaign.as_json();
  const json& held = report["targets"].back();
  ASSERT_EQ(held["target"], "held");
  EXPECT_EQ(held["executions"], 123456);
  EXPECT_EQ(held["history"][0]["seconds"], 1.0);
  ASSERT_EQ(held["worst"].size(), 1U);
  EXPECT_EQ(held["worst"][0]["error"]["value"], "8295/16384");
  const auto is_glow = [](const json& set) {
    return set["factor"] == "105/16384" && set["parameters"]["zero_point"] == -128;
  };
  const auto& sets = report["parameter_sets"];
  const auto set = std::find_if(sets.begin(), sets.end(), is_glow);
  ASSERT_NE(set, sets.end());
  EXPECT_EQ((*set)["proved"]["min"]["value"], "-8295/16384");
  EXPECT_EQ((*set)["proved"]["min"]["accumulator"], "79");
  EXPECT_EQ((*set)["worst_found"]["value"], "8295/16384");
  EXPECT_EQ((*set)["overflow"]["safe_accumulator"]["hi"], "10226035");
  EXPECT_EQ((*set)["unsaturated"], (json{{"lo", "0"}, {"hi", "39789"}}));
  EXPECT_EQ(Schema("harness/cli/schema.json").complaint(report, "report"), "");
}

TEST(Report, SurvivesWhateverLiesInTheDirectory) {
  const Campaign campaign;
  for (const std::string bad :
       {"", "{", "[]", "[[[[", "null", "{\"target\":5}", "{\"target\":\"../../etc\"}", "1e999", "\xff\xfe"}) {
    campaign.write("status/bad.json", bad);
    campaign.write("findings/bad.json", bad);
    const CommandResult result = campaign.report("--html " + (campaign / "page.html"));
    EXPECT_EQ(result.exit_code, 0) << bad << result.err;
    EXPECT_EQ(count(result.err, "\n"), 2U) << bad << result.err;
    EXPECT_EQ(count(slurp(campaign / "page.html"), "<li><code>"), 2U) << bad;
  }
  fs::remove(campaign / "findings/bad.json");
  fs::remove(campaign / "status/bad.json");
  fs::create_directory(campaign / "status/folder.json");
  ASSERT_EQ(std::system(("mkfifo " + (campaign / "findings/pipe.json")).c_str()), 0);
  EXPECT_EQ(count(campaign.report("").err, "not a regular file"), 2U);
  fs::remove(campaign / "findings/pipe.json");
  // Every field may be of any type.
  for (const json& odd :
       {json(nullptr), json("x"), json(-1), json(1.5), json::array({1, "x", nullptr}), json{{"lo", 1}}}) {
    json status;
    for (const char* key : {"kind", "scheme", "tolerance", "expected", "plugin", "runs", "rounds", "executions",
                            "repeated", "unconfirmed", "seconds", "error", "history", "worst", "findings"}) {
      status[key] = odd;
    }
    campaign.status("odd", status);
    json worst = kWorst;
    for (const auto& [key, value] : kWorst.items()) {
      worst = kWorst;
      worst[key] = odd;
      campaign.status(
          "worse", {{"history", {odd, {{"seconds", odd}}}}, {"worst", {worst}}, {"findings", {odd, {{"file", odd}}}}});
      EXPECT_EQ(campaign.report("").exit_code, 0) << key << odd;
    }
    EXPECT_EQ(campaign.report("--html " + (campaign / "page.html")).exit_code, 0) << odd;
  }
}

TEST(Report, RefusesWhatIsNoCampaign) {
  const ScratchFolder folder;
  expect_refused(run_halflsb("report"), "nothing");
  expect_refused(run_halflsb("report " + (folder / "absent")), "absent");
  expect_refused(run_halflsb("report " + folder.string()), "empty");
  std::ofstream(folder / "x.json") << "{}";
  expect_refused(run_halflsb("report " + folder.string()), "nothing readable");
  expect_refused(run_halflsb("report " + (folder / "x.json")), "a file");
}

TEST(Report, RefusesWhatItCannotWriteOrRead) {
  const Campaign campaign;
  for (const std::string flag : {"--html", "--json", "--junit", "--sarif", "--markdown"}) {
    const CommandResult result = campaign.report(flag + " " + (campaign / "absent/file"));
    expect_refused(result, flag);
    EXPECT_NE(result.err.find("absent/file: cannot be written"), std::string::npos) << result.err;
  }
  campaign.write("board.json", "{}");
  expect_refused(campaign.report("--scoreboard " + (campaign / "board.json")), "a foreign scoreboard");
  expect_refused(campaign.report("--scoreboard " + (campaign / "absent")), "an absent scoreboard");
}

TEST(Report, IsTheSameEveryTime) {
  const Campaign campaign;
  campaign.status("held", {{"worst", {kWorst}}});
  const auto all = [&](const std::string& name) {
    std::string flags;
    for (const std::string format : {"html", "json", "junit", "sarif", "markdown"})
      flags += " --" + format + " " + (campaign / (name + "." + format));
    EXPECT_EQ(campaign.report(flags).exit_code, 0);
  };
  all("first");
  all("second");
  for (const std::string format : {".html", ".json", ".junit", ".sarif", ".markdown"}) {
    EXPECT_FALSE(slurp(campaign / ("first" + format)).empty()) << format;
    EXPECT_EQ(slurp(campaign / ("first" + format)), slurp(campaign / ("second" + format))) << format;
  }
}

TEST(Report, WritesJUnitThatItsSchemasTake) {
  const Campaign campaign;
  campaign.status(kWraps, {{"expected", "pass"}, {"seconds", 61.25}});
  campaign.status("broken", {{"error", "<a & \"b\"> \x01 \xc3\xa9"}});
  campaign.status("missed", {{"expected", "fail"}});
  campaign.write("status/bad.json", "<");
  const std::string file = campaign / "report.xml";
  ASSERT_EQ(campaign.report("--junit " + file).exit_code, 0);
  const std::string text = slurp(file);
  EXPECT_EQ(count(text, "<testcase "), 5U);
  EXPECT_EQ(count(text, "<failure "), 2U);
  EXPECT_EQ(count(text, "<error "), 1U);
  EXPECT_NE(text.find("tests=\"5\" failures=\"2\" errors=\"1\""), std::string::npos);
  EXPECT_NE(text.find("replay --target " + kWraps), std::string::npos);
  if (std::system("command -v xmllint >/dev/null") != 0) GTEST_SKIP() << "no xmllint (Debian: libxml2-utils)";
  EXPECT_EQ(
      std::system(("xmllint --noout --schema harness/tests/junit_excerpt.xsd " + file + " 2>" + file + ".log").c_str()),
      0)
      << slurp(file + ".log");
}

TEST(Report, WritesSarifThatItsSchemaTakes) {
  const Campaign campaign;
  campaign.status(kWraps, {{"expected", "pass"}});
  campaign.status(kTies,
                  {{"expected", "pass"}, {"findings", {{{"file", campaign.finding_of(kTies)}, {"known", true}}}}});
  campaign.write("status/bad.json", "<");
  ASSERT_EQ(campaign.report("--sarif " + (campaign / "report.sarif")).exit_code, 0);
  const json log = json::parse(slurp(campaign / "report.sarif"), nullptr, false);
  EXPECT_EQ(Schema("harness/tests/sarif_excerpt.json").complaint(log, "log"), "");
  const json& run = log["runs"][0];
  ASSERT_EQ(run["results"].size(), 3U);
  for (const json& result : run["results"]) {
    EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"], result["ruleId"]);
    EXPECT_EQ(result["partialFingerprints"].size(), 1U);
    const std::string target = result["locations"][0]["logicalLocations"][0]["name"];
    EXPECT_EQ(result["level"], target == kWraps ? "error" : (target == kTies ? "warning" : "note"));
    EXPECT_EQ(result.contains("suppressions"), target == kTies);
  }
  EXPECT_EQ(run["invocations"][0]["toolExecutionNotifications"].size(), 1U);
}

TEST(Report, PageShowsAFindingInFull) {
  const Campaign campaign;
  campaign.status(kWraps, {{"expected", "pass"}, {"executions", 123456}, {"seconds", 3900}});
  ASSERT_EQ(campaign.report("--html " + (campaign / "page.html")).exit_code, 0);
  const std::string page = slurp(campaign / "page.html");
  const json finding = json::parse(slurp(campaign / ("findings/" + campaign.finding_of(kWraps))));
  const std::string got = finding["got"].dump(), line = finding["replay"];
  for (const std::string& part :
       std::vector<std::string>{"1 of 3 targets is not as expected", "1 h 05 min", "123&#8239;456", "first overflow",
                                "<b>got " + got + "</b>", "is what the registers hold", line.substr(0, line.find('\'')),
                                "#include &lt;gtest/gtest.h&gt;", "data-copy=\"f-" + kWraps, "Proven largest error"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
}

TEST(Report, PageNeedsNothingAndBelievesNothing) {
  const Campaign campaign;
  const std::string evil = "</script></style><script>alert(1)</script><img src=//x onerror=alert(2)>\"'><!--";
  campaign.status("hostile", {{"kind", evil},
                              {"scheme", evil},
                              {"tolerance", evil},
                              {"error", evil},
                              {"plugin", evil},
                              {"findings", {{{"file", evil}}}}});
  campaign.write("status/a<script>alert(3)<b>.json", "{");
  campaign.write("board.json",
                 json{{"command", "scoreboard"}, {"strategies", {{{"strategy", evil}, {"what", evil}}}}}.dump());
  ASSERT_EQ(
      campaign.report("--html " + (campaign / "page.html") + " --scoreboard " + (campaign / "board.json")).exit_code,
      0);
  const std::string page = slurp(campaign / "page.html");
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(count(page, "<script"), count(page, "</script"));
  EXPECT_LE(count(page, "<script"), 3U);
  EXPECT_EQ(page.find("sourceMappingURL"), std::string::npos);
  EXPECT_EQ(page.find(" src="), page.find(" src=//x"));  // only in the text that was given
  for (auto at = page.find(" href=\""); at != std::string::npos; at = page.find(" href=\"", at + 1)) {
    const std::string link = page.substr(at + 7, 5);
    EXPECT_TRUE(link.starts_with("#") || link == "data:") << link;
  }
}

TEST(Report, AddsTheScoreboard) {
  const Campaign campaign;
  json board{
      {"command", "scoreboard"}, {"faults", {"a", "b"}}, {"strategies", json::array()}, {"trials", json::array()}};
  for (const char* name : {"ours", "uniform"}) board["strategies"].push_back({{"strategy", name}, {"what", "a way"}});
  for (const int problems : {7, 1000, 30})
    board["trials"].push_back({{"strategy", "ours"}, {"found", problems < 1000}, {"problems", problems}});
  campaign.write("board.json", board.dump());
  ASSERT_EQ(
      campaign.report("--html " + (campaign / "page.html") + " --scoreboard " + (campaign / "board.json")).exit_code,
      0);
  const std::string page = slurp(campaign / "page.html");
  EXPECT_NE(page.find("<th scope=\"row\">ours</th><td class=\"n\">2 of 3</td><td class=\"n\">30</td>"),
            std::string::npos);
  EXPECT_NE(page.find("<th scope=\"row\">uniform</th><td class=\"n\">0 of 0</td>"), std::string::npos);
}

TEST(Report, MarkdownIsShortAndEscaped) {
  const Campaign campaign;
  campaign.status("broken", {{"error", "a|b <i> `c`"}, {"executions", 1234567}});
  ASSERT_EQ(campaign.report("--markdown " + (campaign / "report.md")).exit_code, 0);
  const std::string text = slurp(campaign / "report.md");
  EXPECT_TRUE(text.starts_with("# HalfLSB: 1 of 4 targets is not as expected\n")) << text;
  EXPECT_NE(text.find("| **error** | broken | -: a\\|b &lt;i> \\`c\\` | 1 234 567 | - |"), std::string::npos) << text;
  EXPECT_EQ(count(text, "\n### "), 3U);
}

}  // namespace
}  // namespace halflsb
