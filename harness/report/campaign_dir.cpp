#include "harness/report/campaign_dir.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "harness/check/registry.h"
#include "harness/finding/json.h"
#include "harness/readers/excerpt.h"
#include "harness/readers/read_file.h"
#include "harness/report/loose_json.h"
#include "harness/report/status_reader.h"

namespace halflsb::report {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = std::size_t{1} << 26;

// The error without the file's name before it.
Result<Json> read_json(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return Error{"cannot be read"};
  if (!S_ISREG(status.st_mode)) return Error{"not a regular file"};
  const auto text = read_file(path, kMaxBytes);
  if (!text) {
    const std::string& message = text.error().message;
    const std::string prefix = one_line(path) + ": ";
    return Error{message.starts_with(prefix) ? message.substr(prefix.size()) : message};
  }
  if (text->empty()) return Error{"the file is empty"};
  try {
    return Json::parse(*text);
  } catch (const Json::parse_error& error) {
    return Error{"not JSON from byte " + std::to_string(error.byte) + " on"};
  } catch (const Json::exception&) {
    return Error{"a number is too large"};
  }
}

class CampaignReader {
 public:
  CampaignReader(const std::string& directory, const KnownFindings& known) : root_(directory), known_(known) {
    report_.directory = directory;
  }

  Result<Report> read() {
    std::error_code code;
    if (!fs::is_directory(root_, code)) return Error{name() + ": not a directory (expected that of a campaign)"};
    const bool campaign = fs::is_directory(root_ / "findings", code) || fs::is_directory(root_ / "status", code);
    for (const std::string& file : json_files("status")) read_status(file);
    for (const std::string& file : json_files(campaign ? "findings" : "")) read_finding(file);
    for (const auto& [file, known] : listed_) {
      if (!seen_.contains(file)) report_.unreadable.push_back({"findings/" + file, "a status names it, it is missing"});
    }
    if (report_.targets.empty()) {
      const auto& bad = report_.unreadable;
      if (bad.empty()) return Error{name() + ": holds neither findings nor the status of a campaign"};
      return Error{name() + ": nothing in it can be read (" + one_line(bad.front().file) + ": " + bad.front().why +
                   ")"};
    }
    assign_findings();
    return std::move(report_);
  }

 private:
  [[nodiscard]] std::string name() const { return one_line(report_.directory); }

  // The *.json of a folder, by name, with the folder's name before them.
  std::vector<std::string> json_files(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code code;
    for (fs::directory_iterator at(root_ / folder, code), end; !code && at != end; at.increment(code)) {
      if (at->path().extension() == ".json") files.push_back((fs::path(folder) / at->path().filename()).string());
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  Result<Json> open(const std::string& file) {
    const std::string path = (root_ / file).string();
    auto json = read_json(path);
    struct stat status {};
    if (json && stat(path.c_str(), &status) == 0) report_.newest = std::max(report_.newest, status.st_mtime);
    return json;
  }

  void read_status(const std::string& file) {
    const auto json = open(file);
    const auto status = json ? status_from_json(*json) : Result<Status>(json.error());
    if (!status) return report_.unreadable.push_back({file, status.error().message});
    if (find(status->target.name) != nullptr)
      return report_.unreadable.push_back({file, "a second status of " + status->target.name});
    listed_.insert(status->findings.begin(), status->findings.end());
    report_.targets.push_back(status->target);
  }

  void read_finding(const std::string& file) {
    const std::string base = fs::path(file).filename().string();
    seen_.insert(base);
    const auto json = open(file);
    if (json && text_at(*json, "command") == "report") return;  // a report of this very directory
    auto finding = json ? finding_from_json(*json) : Result<Finding>(json.error());
    if (!finding) return report_.unreadable.push_back({file, finding.error().message});
    if (find(finding->target) == nullptr) add_target_of(*finding);
    const auto listed = listed_.find(base);
    const bool known = known_.contains(*finding) || (listed != listed_.end() && listed->second);
    const std::string stem = file.substr(0, file.size() - std::string_view(".json").size());
    const auto kept_case = read_file((root_ / (stem + "_test.cpp")).string(), std::size_t{1} << 20);
    report_.findings.push_back({std::move(*finding), file, known, kept_case ? *kept_case : ""});
  }

  void add_target_of(const Finding& finding) {
    TargetReport target;
    target.name = finding.target;
    target.kind = kind_of(finding.problem);
    target.plugin = finding.plugin;
    const RegisteredTarget* registered = find_target(finding.target);
    target.expected_to_pass = registered == nullptr || registered->expected_to_pass();
    report_.targets.push_back(std::move(target));
  }

  // What its files leave out, of a target that this program has.
  static void complete(TargetReport& target) {
    const RegisteredTarget* registered = find_target(target.name);
    if (registered == nullptr) return;
    const halflsb_target& known = *registered->target;
    if (target.kind.empty()) target.kind = known.kind;
    if (!target.scheme.empty() || !target.tolerance.empty()) return;
    if (known.scheme != nullptr) target.scheme = known.scheme;
    if (known.tolerance != nullptr) target.tolerance = known.tolerance;
  }

  TargetReport* find(const std::string& target) {
    const auto is_named = [&](const TargetReport& candidate) { return candidate.name == target; };
    const auto found = std::find_if(report_.targets.begin(), report_.targets.end(), is_named);
    return found == report_.targets.end() ? nullptr : &*found;
  }

  // To their targets, the new ones first; then the targets by verdict.
  void assign_findings() {
    for (const bool known : {false, true}) {
      for (std::size_t i = 0; i < report_.findings.size(); ++i) {
        const ReportedFinding& reported = report_.findings[i];
        if (reported.known != known) continue;
        TargetReport& target = *find(reported.finding.target);
        target.findings.push_back(i);
        ++(known ? target.known : target.news);
      }
    }
    for (TargetReport& target : report_.targets) complete(target);
    std::sort(report_.targets.begin(), report_.targets.end(), [](const TargetReport& a, const TargetReport& b) {
      return std::pair(a.verdict(), a.name) < std::pair(b.verdict(), b.name);
    });
  }

  fs::path root_;
  const KnownFindings& known_;
  Report report_;
  std::map<std::string, bool> listed_;  // by the statuses
  std::set<std::string> seen_;
};

}  // namespace

Result<Report> read_campaign(const std::string& directory, const KnownFindings& known) {
  return CampaignReader(directory, known).read();
}

Result<Scoreboard> read_scoreboard(const std::string& path) {
  const auto json = read_json(path);
  auto board = json ? scoreboard_from_json(*json) : Result<Scoreboard>(json.error());
  if (!board) return Error{one_line(path) + ": " + board.error().message};
  return board;
}

}  // namespace halflsb::report
