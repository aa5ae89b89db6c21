#include "harness/campaign/fuzz_campaign.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

#include "harness/campaign/campaign.h"
#include "harness/campaign/fuzz_engine.h"
#include "harness/campaign/isolated_check.h"
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

class Campaign {
 public:
  Campaign(const RegisteredTarget& target, const FuzzOptions& options)
      : target_(target), options_(options), name_(target.target->name) {}

  FuzzResult run() {
    if (auto error = prepare()) {
      result_.error = error->message;
      return std::move(result_);
    }
    check_seeds();
    std::uint64_t fruitless = 0;
    while (result_.error.empty() && fruitless < kMostFruitless && options_.seconds - seconds_since(start_) >= 1) {
      const std::size_t before = result_.findings.size();
      if (!round()) break;
      fruitless = result_.findings.size() > before ? 0 : fruitless + 1;
    }
    result_.seconds = seconds_since(start_);
    return std::move(result_);
  }

 private:
  std::optional<Error> prepare() {
    const auto engine = engine_for(target_.target->kind);
    if (!engine) return engine.error();
    run_.executable = *engine;
    run_.target = name_;
    run_.plugin = target_.plugin;
    run_.corpus = {options_.directory + "/corpus/" + name_};
    run_.artifacts = options_.directory + "/artifacts/" + name_;
    run_.log = options_.directory + "/logs/" + name_ + ".log";
    run_.time_limit = options_.limit.cpu_seconds;
    for (const std::string& directory : {run_.corpus[0], run_.artifacts, options_.directory + "/logs"}) {
      std::error_code error;
      fs::create_directories(directory, error);
      if (error) return Error{directory + ": cannot be made: " + error.message()};
    }
    return std::nullopt;
  }

  // A seed that fails would end every round at once: it is a finding, and the others are what the engine starts from.
  void check_seeds() {
    std::error_code error;
    std::vector<std::string> seeds;
    for (const auto& entry : fs::directory_iterator(options_.seeds, error)) seeds.push_back(entry.path().string());
    std::sort(seeds.begin(), seeds.end());
    for (const std::string& seed : seeds) {
      if (seconds_since(start_) >= options_.seconds) return;
      ++result_.executions;
      // Minimizing costs more than the rest: once the forms repeat, those that fail are left out unlooked at.
      if (result_.repeated < kMostFruitless ? triage(seed) : fails(seed).has_value()) continue;
      fs::copy_file(seed, run_.corpus[0] + "/" + fs::path(seed).filename().string(),
                    fs::copy_options::skip_existing, error);
      if (error) result_.error = run_.corpus[0] + ": cannot be written: " + error.message();
    }
  }

  // False where the time was up without a failing input.
  bool round() {
    run_.seed = options_.seed + result_.rounds;
    run_.seconds = options_.seconds - seconds_since(start_);
    ++result_.rounds;
    const auto engine = run_engine(run_);
    if (!engine) {
      result_.error = engine.error().message;
      return false;
    }
    result_.executions += engine->executions;
    if (engine->failing_input.empty()) return false;
    triage(engine->failing_input);
    return true;
  }

  // The problem that the input holds and how it fails, as a finding that is not yet minimized.
  std::optional<Finding> fails(const std::string& input) {
    const auto bytes = read_file(input, kMostInputBytes);
    if (!bytes) return std::nullopt;
    Problem problem = decode({reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()});
    Outcome outcome = isolated_check(*target_.target, problem, options_.limit);
    if (!outcome.mismatch) return std::nullopt;
    const FoundBy by{"fuzz", options_.seed, result_.executions, seconds_since(start_)};
    return Finding{name_, std::move(problem), *std::move(outcome.mismatch), by, Minimal::no};
  }

  // True where the input fails; then it is minimized, and kept unless its form is known.
  bool triage(const std::string& input) {
    std::optional<Finding> failing = fails(input);
    if (!failing) return false;
    Finding finding = confirm(*target_.target, *std::move(failing), options_.limit);
    if (signatures_.insert(signature(finding)).second) {
      result_.findings.push_back(std::move(finding));
    } else {
      ++result_.repeated;
    }
    return true;
  }

  const RegisteredTarget& target_;
  const FuzzOptions& options_;
  std::string name_;
  Clock::time_point start_ = Clock::now();
  EngineRun run_;
  FuzzResult result_;
  std::set<std::string> signatures_;
};

}  // namespace

FuzzResult run_fuzz_campaign(const RegisteredTarget& target, const FuzzOptions& options) {
  return Campaign(target, options).run();
}

}  // namespace halflsb
