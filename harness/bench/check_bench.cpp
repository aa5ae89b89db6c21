// What check() costs beside the bare kernel, on a fixed list of problems (fixed_list.h), and how many of the smallest problems fit
// into a second. Both are built with the same flags and sanitizers. Each round times every problem both ways, one after the other,
// so that the machine's speed cancels; the ratio is the median over the rounds. Arguments: names of targets; none: all portable ones.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>

#include "harness/bench/fixed_list.h"
#include "harness/check/check.h"
#include "harness/check/domain.h"
#include "harness/check/registry.h"
#include "harness/generate/problems.h"

namespace {

using namespace halflsb;
// Of this thread, on the processor: what others do meanwhile does not count.
double now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <class Work>
double seconds_of(const Work& work, int times = 1) {
  const double start = now();
  for (int i = 0; i < times; ++i) work();
  return (now() - start) / times;
}

// So often that it takes long beside reading the clock, and that caches hold what either needs.
template <class Work>
int times_for(const Work& work) {
  return std::clamp(static_cast<int>(1e-3 / seconds_of(work)), 1, 256);
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

[[noreturn]] void give_up(const halflsb_target& target, const std::string& why) {
  fmt::print(stderr, "{}: {}\n", target.name, why);
  std::exit(1);
}

// A problem and its kernel's arguments, laid out once.
struct Timed {
  Problem problem;
  Caller caller;
  int calls = 1, checks = 1;  // in a round
  std::vector<double> ratios;
};

struct Cost {
  double bare = 0, check = 0, ratio = 0;  // seconds for the list; median of the rounds' ratios
  double worst = 0;                       // of one problem
};

Cost cost_of(const halflsb_target& target) {
  constexpr int kRounds = 21;
  std::deque<Timed> list;  // a Caller stays where it is
  for (Problem& problem : fixed_list(target)) list.emplace_back().problem = std::move(problem);
  Checker checker;
  for (Timed& timed : list) {
    const Outcome outcome = checker.check(target, timed.problem);
    if (outcome.verdict != Verdict::pass)
      give_up(target, fmt::format("{} {}", name_of(outcome.verdict), outcome.detail));
    timed.caller.prepare(target, timed.problem);
    if (timed.caller.run(Placement::against_end, 0).status != CallStatus::ok) give_up(target, "not ok");
    timed.calls = times_for([&] { static_cast<void>(timed.caller.call_kernel()); });
    timed.checks = times_for([&] { static_cast<void>(checker.check(target, timed.problem)); });
  }
  std::vector<double> bares, checks, ratios;
  for (int round = 0; round < kRounds; ++round) {
    double bare = 0;
    double checking = 0;
    for (Timed& timed : list) {
      const auto call = [&] { static_cast<void>(timed.caller.call_kernel()); };
      const auto check = [&] { static_cast<void>(checker.check(target, timed.problem)); };
      const double alone = seconds_of(call, timed.calls);
      const double checked = seconds_of(check, timed.checks);
      timed.ratios.push_back(checked / alone);
      bare += alone;
      checking += checked;
    }
    bares.push_back(bare);
    checks.push_back(checking);
    ratios.push_back(checking / bare);
  }
  Cost cost{median(bares), median(checks), median(ratios), 0};
  for (const Timed& timed : list) cost.worst = std::max(cost.worst, median(timed.ratios));
  return cost;
}

// 1x1x1 problems in a second: what a campaign begins with. `drawn`: the drawing included.
double smallest_per_second(const halflsb_target& target, bool drawn) {
  constexpr std::uint64_t kBatch = 500;
  Checker checker;
  std::vector<double> rates;
  std::uint64_t seed = 0;
  for (int round = 0; round < 11; ++round) {
    std::vector<Problem> problems;
    const auto draw = [&] {
      for (std::uint64_t i = 0; i < kBatch; ++i) problems.push_back(some_problem(target, ++seed, 0));
    };
    const double drawing = seconds_of(draw);
    const double checking = seconds_of([&] {
      for (const Problem& problem : problems) static_cast<void>(checker.check(target, problem));
    });
    rates.push_back(static_cast<double>(kBatch) / (checking + (drawn ? drawing : 0)));
  }
  return median(rates);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> names(argv + 1, argv + argc);
  fmt::print("{:<32} {:>10} {:>10} {:>7} {:>7} {:>12} {:>12}\n", "kernel, whole list", "bare us", "check us", "ratio",
             "worst", "smallest/s", "with drawing");
  for (const RegisteredTarget& registered : registered_targets()) {
    const halflsb_target& target = *registered.target;
    const bool named = std::find(names.begin(), names.end(), target.name) != names.end();
    if (!(names.empty() ? registered.origin == "portable" : named) || !machine_supports(target)) continue;
    const Cost cost = cost_of(target);
    fmt::print("{:<32} {:>10.1f} {:>10.1f} {:>7.2f} {:>7.2f} {:>12.0f} {:>12.0f}\n", target.name, cost.bare * 1e6,
               cost.check * 1e6, cost.ratio, cost.worst, smallest_per_second(target, false),
               smallest_per_second(target, true));
    std::fflush(stdout);
  }
}
