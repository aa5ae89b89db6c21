#include "harness/finding/files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "harness/finding/gtest_case.h"
#include "harness/finding/json.h"
#include "harness/finding/markdown.h"
#include "harness/finding/write_file.h"
#include "harness/readers/excerpt.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::string stem_of(const Finding& finding) { return finding.target + "-" + signature(finding); }

std::optional<Error> make_directory(const std::string& directory) {
  if (directory.empty() || directory.find('\0') != std::string::npos) {
    return Error{"'" + one_line(directory) + "' is not a directory's name"};
  }
  std::error_code code;
  fs::create_directories(directory, code);
  if (fs::is_directory(directory, code)) return std::nullopt;
  if (!code) code = std::make_error_code(std::errc::not_a_directory);
  return Error{one_line(directory) + ": cannot be made: " + code.message()};
}

Result<std::string> write_json(const Finding& finding, const std::string& directory) {
  if (auto error = make_directory(directory)) return *std::move(error);
  const std::string path = (fs::path(directory) / stem_of(finding)).string() + ".json";
  const std::string json = to_json(finding).dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
  if (auto error = write_file(path, json)) return *std::move(error);
  return path;
}

Result<std::string> write_finding(const Finding& finding, const halflsb_target& target, const std::string& directory) {
  if (auto error = make_directory(directory)) return *std::move(error);
  const std::string stem = (fs::path(directory) / stem_of(finding)).string();
  if (auto error = write_file(stem + "_test.cpp", to_gtest(finding, target))) return *std::move(error);
  if (auto error = write_file(stem + ".md", to_markdown(finding, &target))) return *std::move(error);
  return write_json(finding, directory);  // last: where it is, the others are
}

Result<std::vector<Finding>> load_findings(const std::string& directory) {
  std::error_code code;
  std::vector<std::string> paths;
  for (fs::directory_iterator entry(directory, code), end; !code && entry != end; entry.increment(code)) {
    if (entry->path().extension() == ".json") paths.push_back(entry->path().string());
  }
  if (code) return Error{one_line(directory) + ": cannot be read: " + code.message() + " (expected a directory)"};
  std::sort(paths.begin(), paths.end());
  std::vector<Finding> findings;
  for (const std::string& path : paths) {
    auto finding = load_finding(path);
    if (!finding) return finding.error();
    findings.push_back(std::move(*finding));
  }
  return findings;
}

}  // namespace halflsb
