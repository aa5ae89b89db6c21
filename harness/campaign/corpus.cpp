#include "harness/campaign/corpus.h"

#include <algorithm>
#include <filesystem>

#include "harness/finding/files.h"
#include "harness/readers/read_file.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;

std::string merged_of(const std::string& directory) { return directory + ".merged"; }
std::string before_of(const std::string& directory) { return directory + ".before"; }

}  // namespace

Result<std::vector<std::string>> regular_files(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code error;
  std::error_code ignored;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file(ignored)) files.push_back(at->path().string());
  }
  if (error) return Error{directory + ": cannot be read: " + error.message() + " (expected a directory)"};
  std::sort(files.begin(), files.end());
  return files;
}

std::uint64_t count_files(const std::string& directory) {
  std::uint64_t count = 0;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) ++count;
  return count;
}

void remove_copies(const std::string& directory, const std::string& file) {
  const auto wanted = read_file(file, kMostInputBytes);
  const auto files = regular_files(directory);
  if (!wanted || !files) return;
  for (const std::string& candidate : *files) {
    std::error_code error;
    if (fs::file_size(candidate, error) != wanted->size() || error) continue;
    const auto bytes = read_file(candidate, kMostInputBytes);
    if (bytes && *bytes == *wanted) fs::remove(candidate, error);
  }
}

bool minimize_corpus(const EngineRun& run, double seconds) {
  const std::string& corpus = run.corpus[0];
  std::error_code error;
  fs::remove_all(merged_of(corpus), error);
  if (make_directory(merged_of(corpus))) return false;
  EngineRun merge = run;
  merge.merges = true;
  merge.seconds = seconds;
  merge.corpus = {merged_of(corpus), corpus};
  merge.log = run.log + ".merge";
  merge.progress = nullptr;
  const auto merged = run_engine(merge);
  const bool whole = merged && merged->failing_input.empty() && count_files(merged_of(corpus)) > 0;
  if (whole) {
    fs::rename(corpus, before_of(corpus), error);
    if (!error) fs::rename(merged_of(corpus), corpus, error);
  }
  recover_corpus(corpus);
  return whole && !error;
}

void recover_corpus(const std::string& directory) {
  std::error_code ignored;
  if (!fs::exists(directory, ignored)) {
    const bool merged = fs::exists(merged_of(directory), ignored);
    fs::rename(merged ? merged_of(directory) : before_of(directory), directory, ignored);
  }
  if (!fs::exists(directory, ignored)) return;
  fs::remove_all(before_of(directory), ignored);
  fs::remove_all(merged_of(directory), ignored);
}

}  // namespace halflsb
