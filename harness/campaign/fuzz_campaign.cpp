#include "harness/campaign/fuzz_campaign.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

#include "harness/campaign/campaign.h"
#include "harness/campaign/fuzz_engine.h"
#include "harness/campaign/isolated_check.h"
#include "harness/finding/files.h"
#include "harness/finding/json.h"
#include "harness/problem/bytes.h"
#include "harness/readers/read_file.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kMostFruitless = 3;  // rounds, or seeds, that show nothing new
constexpr std::size_t kMostInputBytes = std::size_t{1} << 24;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

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

class Campaign {
 public:
  Campaign(const RegisteredTarget& target, const FuzzOptions& options)
      : target_(target), options_(options), name_(target.target->name) {}

  FuzzResult run() {
    prepare();
    check_seeds();
    while (goes_on() && (result_.rounds == 0 || options_.seconds - seconds_since(start_) >= 1)) {
      if (!round()) break;
    }
    result_.seconds = seconds_since(start_);
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool goes_on() const {
    return result_.error.empty() && fruitless_ < kMostFruitless &&
           !(options_.stop_at_first && !result_.findings.empty());
  }

  void fail(const std::string& what) {
    if (result_.error.empty()) result_.error = what;
  }

  void prepare() {
    const auto engine = engine_for(target_.target->kind);
    if (!engine) return fail(engine.error().message);
    run_.executable = *engine;
    run_.target = name_;
    run_.plugin = target_.plugin;
    run_.corpus = {options_.directory + "/corpus/" + name_};
    run_.artifacts = options_.directory + "/artifacts/" + name_;
    run_.log = options_.directory + "/logs/" + name_ + ".log";
    run_.limit = options_.limit;
    run_.plain_bytes = options_.plain_bytes;
    for (const std::string& directory : {run_.corpus[0], run_.artifacts, options_.directory + "/logs"}) {
      if (const auto error = make_directory(directory)) return fail(error->message);
    }
  }

  // A seed that fails would end every round at once: it is a finding, and the others are what the engine starts from.
  void check_seeds() {
    if (options_.seeds.empty() || !goes_on()) return;
    const auto seeds = regular_files(options_.seeds);
    if (!seeds) return fail(seeds.error().message);
    for (const std::string& seed : *seeds) {
      if (seconds_since(start_) >= options_.seconds) return;
      ++result_.executions;
      // Minimizing costs more than the rest: once the forms repeat, those that fail are left out unlooked at.
      if (result_.repeated < kMostFruitless ? triage(seed, {}) : fails(seed, {}).has_value()) {
        if (options_.stop_at_first) return;
        continue;
      }
      std::error_code error;
      fs::copy_file(seed, run_.corpus[0] + "/" + fs::path(seed).filename().string(), fs::copy_options::skip_existing,
                    error);
      if (error) return fail(run_.corpus[0] + ": cannot be written: " + error.message());
    }
    fruitless_ = 0;
  }

  // False where the time was up without a failing input.
  bool round() {
    run_.seed = options_.seed + result_.rounds;
    run_.seconds = options_.seconds - seconds_since(start_);
    ++result_.rounds;
    const auto engine = run_engine(run_);
    if (!engine) {
      fail(engine.error().message);
      return false;
    }
    result_.executions += engine->executions;
    if (engine->failing_input.empty()) return false;
    if (!triage(engine->failing_input, engine->mismatch)) ++result_.unconfirmed;
    leave_out(engine->failing_input);
    return true;
  }

  // A run before this one may have kept the input, when the kernel was another: every round would end at it.
  void leave_out(const std::string& input) const {
    const auto failing = read_file(input, kMostInputBytes);
    const auto corpus = regular_files(run_.corpus[0]);
    if (!failing || !corpus) return;
    for (const std::string& file : *corpus) {
      std::error_code error;
      if (fs::file_size(file, error) != failing->size() || error) continue;
      const auto bytes = read_file(file, kMostInputBytes);
      if (bytes && *bytes == *failing) fs::remove(file, error);
    }
  }

  // The problem that the input holds and how it fails, as a finding that is not yet minimized. A failure that the engine saw counts
  // even if it does not come again: the kernel keeps something from call to call.
  std::optional<Finding> fails(const std::string& input, const std::optional<Mismatch>& seen) {
    const auto bytes = read_file(input, kMostInputBytes);
    if (!bytes) {
      fail(bytes.error().message);
      return std::nullopt;
    }
    Problem problem = decode({reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()});
    Outcome outcome = isolated_check(*target_.target, problem, options_.limit);
    if (!outcome.mismatch) outcome.mismatch = seen;
    if (!outcome.mismatch) return std::nullopt;
    const FoundBy by{"fuzz", options_.seed, result_.executions, seconds_since(start_)};
    return Finding{name_, std::move(problem), *std::move(outcome.mismatch), by, Minimal::no};
  }

  // True where the input fails; then it is minimized, and kept unless its form is known.
  bool triage(const std::string& input, const std::optional<Mismatch>& seen) {
    std::optional<Finding> failing = fails(input, seen);
    if (!failing) return false;
    Finding finding = confirm(*target_.target, *std::move(failing), options_.limit);
    finding.plugin = target_.plugin;
    // What cannot be minimized has as many forms as inputs.
    const bool one_of_many = finding.minimal == Minimal::no;
    if (!forms_.insert(one_of_many ? std::string(name_of(finding.mismatch.reason)) : signature(finding)).second) {
      ++result_.repeated;
      ++fruitless_;
      return true;
    }
    fruitless_ = 0;
    const auto file = write_finding(finding, *target_.target, options_.directory + "/findings");
    if (!file) fail(file.error().message);
    result_.files.push_back(file ? *file : "");
    result_.findings.push_back(std::move(finding));
    return true;
  }

  const RegisteredTarget& target_;
  const FuzzOptions& options_;
  std::string name_;
  Clock::time_point start_ = Clock::now();
  EngineRun run_;
  FuzzResult result_;
  std::uint64_t fruitless_ = 0;
  std::set<std::string> forms_;
};

}  // namespace

FuzzResult run_fuzz_campaign(const RegisteredTarget& target, const FuzzOptions& options) {
  return Campaign(target, options).run();
}

}  // namespace halflsb
