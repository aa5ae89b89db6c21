#include "harness/campaign/fuzz_campaign.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

#include "harness/campaign/campaign.h"
#include "harness/campaign/corpus.h"
#include "harness/campaign/fuzz_engine.h"
#include "harness/campaign/isolated_check.h"
#include "harness/campaign/seconds_since.h"
#include "harness/campaign/status.h"
#include "harness/finding/files.h"
#include "harness/finding/json.h"
#include "harness/problem/bytes.h"
#include "harness/problem/text.h"
#include "harness/readers/read_file.h"
#include "harness/sweep/nearest.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kMostFruitless = 3;  // rounds, or seeds, that show nothing new
constexpr std::size_t kScores = 20;
constexpr double kSaveEvery = 2;  // seconds

std::string file_name(const std::string& path) { return fs::path(path).filename().string(); }

class Campaign {
 public:
  Campaign(const RegisteredTarget& target, const FuzzOptions& options)
      : target_(target), options_(options), name_(target.target->name) {}

  FuzzResult run() {
    prepare();
    load_earlier();
    if (goes_on()) look_at_left_behind();
    check_seeds();
    while (goes_on() && (result_.rounds == 0 || options_.seconds - seconds_since(start_) >= 1)) {
      if (!round()) break;
    }
    finish();
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
    run_.counters = options_.counters;
    run_.progress = [this](const EngineProgress& progress) { note(progress); };
    if (options_.parameters) {
      run_.parameters = minimal_text(RequantizeProblem{*options_.parameters, {0}});
      run_.safe = safe_range();
    }
    recover_corpus(run_.corpus[0]);
    const std::string& root = options_.directory;
    for (const std::string& directory : {run_.corpus[0], run_.artifacts, root + "/logs", root + "/status"}) {
      if (const auto error = make_directory(directory)) return fail(error->message);
    }
    auto status = load_status(options_.directory, name_);
    if (!status) return fail(status.error().message);
    before_ = *status;
    status_ = *std::move(status);
    status_.error.clear();
    ++status_.runs;
    save();
  }

  // For the score alone: the search does not know it.
  [[nodiscard]] std::optional<SafeRange> safe_range() const {
    const Overflow overflow = overflow_of(options_.parameters->scheme(0), {INT32_MIN, INT32_MAX});
    if (!overflow.possible) return std::nullopt;
    if (!overflow.zero_is_safe) return SafeRange{1, 0};  // none
    const auto bound = [](const std::optional<Integer>& end, std::int64_t otherwise) {
      return end && *end >= INT32_MIN && *end <= INT32_MAX ? end->convert_to<std::int64_t>() : otherwise;
    };
    return SafeRange{bound(overflow.safe_lo, INT32_MIN), bound(overflow.safe_hi, INT32_MAX)};
  }

  // The findings that earlier runs left.
  void load_earlier() {
    const auto files = regular_files(options_.directory + "/findings");
    if (!files) return;  // none yet
    for (const std::string& file : *files) {
      if (!file_name(file).starts_with(name_ + "-") || !file.ends_with(".json")) continue;
      auto finding = load_finding(file);
      if (!finding) {
        result_.unreadable.push_back(finding.error().message);
      } else if (finding->target == name_) {
        keep(*std::move(finding), file);
      }
    }
  }

  // Inputs that the engine of a killed run saved, and nobody has looked at.
  void look_at_left_behind() {
    const auto artifacts = regular_files(run_.artifacts);
    if (!artifacts) return fail(artifacts.error().message);
    for (const std::string& artifact : *artifacts) {
      if (status_.triaged.contains(file_name(artifact))) continue;
      triage(artifact, {});
      triaged(artifact);
    }
    fruitless_ = 0;
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
      fs::copy_file(seed, run_.corpus[0] + "/" + file_name(seed), fs::copy_options::skip_existing, error);
      if (error) return fail(run_.corpus[0] + ": cannot be written: " + error.message());
    }
    fruitless_ = 0;
  }

  // False where the time was up without a failing input.
  bool round() {
    run_.seed = options_.seed + before_.rounds + result_.rounds;
    run_.seconds = options_.seconds - seconds_since(start_);
    ++result_.rounds;
    const auto engine = run_engine(run_);
    if (!engine) {
      fail(engine.error().message);
      return false;
    }
    result_.executions += engine->executions;
    merge(engine->closest);
    if (engine->failing_input.empty()) return false;
    if (!triage(engine->failing_input, engine->mismatch)) ++result_.unconfirmed;
    triaged(engine->failing_input);
    // A run before this one may have kept the input, when the kernel was another: every round would end at it.
    remove_copies(run_.corpus[0], engine->failing_input);
    return true;
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
    auto* requantize = std::get_if<RequantizeProblem>(&problem);
    if (options_.parameters && requantize != nullptr) requantize->requantization = *options_.parameters;
    Outcome outcome = isolated_check(*target_.target, problem, options_.limit);
    if (!outcome.mismatch) outcome.mismatch = seen;
    if (!outcome.mismatch) return std::nullopt;
    const FoundBy by{"fuzz", options_.seed, result_.executions, seconds_since(start_)};
    return Finding{name_, std::move(problem), *std::move(outcome.mismatch), by, Minimal::no};
  }

  // False where the form of the finding is known here.
  bool keep(Finding finding, const std::string& file) {
    // What cannot be minimized has as many forms as inputs.
    const bool one_of_many = finding.minimal == Minimal::no;
    const std::string form = one_of_many ? std::string(name_of(finding.mismatch.reason)) : signature(finding);
    if (!forms_.insert(form).second) return false;
    result_.files.push_back(file);
    result_.findings.push_back(std::move(finding));
    return true;
  }

  // True where the input fails; then it is minimized, and kept unless its form is known.
  bool triage(const std::string& input, const std::optional<Mismatch>& seen) {
    std::optional<Finding> failing = fails(input, seen);
    if (!failing) return false;
    Finding finding = confirm(*target_.target, *std::move(failing), options_.limit);
    finding.plugin = target_.plugin;
    if (!keep(finding, options_.directory + "/findings/" + stem_of(finding) + ".json")) {
      ++result_.repeated;
      ++fruitless_;
      return true;
    }
    fruitless_ = 0;
    const auto file = write_finding(finding, *target_.target, options_.directory + "/findings");
    if (!file) fail(file.error().message);
    return true;
  }

  void triaged(const std::string& artifact) {
    status_.triaged.insert(file_name(artifact));
    update({0, 0, {}});
  }

  void merge(const Closest& closest) {
    if (closest.error > closest_.error) {
      closest_.error = closest.error;
      closest_.accumulator = closest.accumulator;
    }
    if (closest.unsafe) keep_nearest(closest_.unsafe, *closest.unsafe);
  }

  void note(const EngineProgress& progress) {
    merge(progress.closest);
    if (seconds_since(saved_) >= kSaveEvery) update(progress);
  }

  // The status on disk, while an engine has come that far in its round.
  void update(const EngineProgress& progress) {
    status_.executions = before_.executions + result_.executions + progress.executions;
    status_.rounds = before_.rounds + result_.rounds;
    status_.repeated = before_.repeated + result_.repeated;
    status_.unconfirmed = before_.unconfirmed + result_.unconfirmed;
    status_.seconds = before_.seconds + seconds_since(start_);
    status_.findings.clear();
    for (const std::string& file : result_.files) status_.findings.push_back(file_name(file));
    status_.add(
        {status_.seconds, status_.executions, count_files(run_.corpus[0]), std::max(closest_.error, worst_before())});
    save();
  }

  [[nodiscard]] double worst_before() const { return before_.history.empty() ? -1 : before_.history.back().worst; }

  void save() {
    saved_ = Clock::now();
    if (const auto error = save_status(options_.directory, target_, status_)) fail(error->message);
  }

  void finish() {
    result_.seconds = seconds_since(start_);
    if (options_.parameters && closest_.error >= 0) {
      std::vector<std::int64_t> accumulators{closest_.accumulator};
      if (closest_.unsafe) accumulators.push_back(*closest_.unsafe);
      result_.scores.push_back(to_json(score_of(*options_.parameters, accumulators)));
    }
    if (!result_.error.empty()) {
      status_.error = result_.error;
      if (before_.runs < status_.runs) save();
      return;
    }
    if (!options_.parameters && options_.tidy) {
      for (const ParameterScore& score : scores_of_inputs(run_.corpus[0], *target_.target, kScores)) {
        result_.scores.push_back(to_json(score));
      }
    }
    status_.worst = result_.scores;
    // The less time the search had, the less is there to tidy up.
    if (options_.tidy && !options_.parameters && result_.rounds > 0)
      static_cast<void>(minimize_corpus(run_, std::max(5.0, options_.seconds / 4)));
    update({0, 0, {}});
  }

  const RegisteredTarget& target_;
  const FuzzOptions& options_;
  std::string name_;
  Clock::time_point start_ = Clock::now(), saved_ = start_;
  EngineRun run_;
  FuzzResult result_;
  CampaignStatus before_, status_;  // of earlier runs; with this one
  Closest closest_;
  std::uint64_t fruitless_ = 0;
  std::set<std::string> forms_;
};

}  // namespace

FuzzResult run_fuzz_campaign(const RegisteredTarget& target, const FuzzOptions& options) {
  return Campaign(target, options).run();
}

}  // namespace halflsb
